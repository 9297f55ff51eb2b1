/// One system call of a trace that `strace -f -y` wrote.
struct TracedCall: Hashable {
    let name: String
    /// Between the parentheses, as printed.
    let arguments: String
    /// The number after `=`; `nil` where there is none, as for a call that the end of its process cut off.
    let result: Int?
    /// Lines of the trace: where the call was made and where it returned.
    let begin: Int
    let end: Int

    var succeeded: Bool { (result ?? -1) >= 0 }

    /// The file that the first argument, a descriptor, is open on: what stands between `<` and `>`.
    var descriptorPath: String? {
        let digits = arguments.prefix { $0.isNumber }
        guard !digits.isEmpty, arguments.dropFirst(digits.count).first == "<" else { return nil }
        let rest = arguments.dropFirst(digits.count + 1)
        return rest.firstIndex(of: ">").map { String(rest[..<$0]) }
    }

    /// The paths among the arguments, a relative one completed by the folder descriptor before it.
    var paths: [String] {
        var paths: [String] = []
        var folder = ""
        var rest = arguments[...]
        while let next = rest.firstIndex(where: { $0 == "<" || $0 == "\"" }) {
            let close: Character = rest[next] == "<" ? ">" : "\""
            let from = rest.index(after: next)
            guard let end = rest[from...].firstIndex(of: close) else { break }
            let text = String(rest[from..<end])
            if close == ">" {
                folder = text
            } else {
                paths.append(text.hasPrefix("/") || folder.isEmpty ? text : "\(folder)/\(text)")
                folder = ""
            }
            rest = rest[rest.index(after: end)...]
        }
        return paths
    }
}

extension TracedCall {
    /// Reads a trace. Calls that another thread interrupted stand on two lines, `<unfinished ...>` and `resumed>`, and are
    /// put together. Lines that are no calls are passed over.
    static func parse(_ lines: [String]) -> [TracedCall] {
        var calls: [TracedCall] = []
        var open: [Substring: (name: String, arguments: String, begin: Int)] = [:]
        for (number, line) in lines.enumerated() {
            let process = line.prefix { $0.isNumber }
            let text = line.dropFirst(process.count).drop { $0 == " " }
            if text.hasPrefix("<... ") {
                guard let begun = open.removeValue(forKey: process), let mark = text.firstRange(of: "resumed>") else { continue }
                calls.append(Self.call(begun.name, begun.arguments + text[mark.upperBound...], begun.begin, number))
            } else if let parenthesis = text.firstIndex(of: "("), text[..<parenthesis].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) {
                let name = String(text[..<parenthesis])
                let rest = String(text[text.index(after: parenthesis)...])
                if let mark = rest.firstRange(of: " <unfinished ...>") {
                    open[process] = (name, String(rest[..<mark.lowerBound]), number)
                } else {
                    calls.append(Self.call(name, rest, number, number))
                }
            }
        }
        for (_, begun) in open {
            calls.append(TracedCall(name: begun.name, arguments: begun.arguments, result: nil, begin: begun.begin, end: Int.max))
        }
        return calls.sorted { $0.begin < $1.begin }
    }

    /// `rest` is what follows the opening parenthesis, through the result.
    private static func call(_ name: String, _ rest: String, _ begin: Int, _ end: Int) -> TracedCall {
        guard let mark = rest.ranges(of: ") ").last(where: { rest[$0.upperBound...].drop { $0 == " " }.hasPrefix("=") }) else {
            return TracedCall(name: name, arguments: rest, result: nil, begin: begin, end: end)
        }
        let result = rest[mark.upperBound...].drop { $0 == " " || $0 == "=" }
        return TracedCall(
            name: name, arguments: String(rest[..<mark.lowerBound]), result: Int(result.prefix { $0.isNumber || $0 == "-" }), begin: begin, end: end)
    }
}
