/// What runs, as a file says it: one reference a line, or what `kubectl get … -o json` prints.
struct WorkloadFile {
    private static let limit = 512 << 20

    /// - Parameter path: `-` is the standard input.
    /// - Throws: ``WorkloadError``.
    static func read(_ path: String) async throws -> WorkloadReading {
        let name = path == "-" ? "the standard input" : path
        return try reading(of: await FileBytes.read(path, limit: limit, what: name), name: name)
    }

    static func reading(of bytes: [UInt8], name: String) throws -> WorkloadReading {
        let bytes = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes[3...] : bytes[...]
        guard let first = bytes.first(where: { !$0.isBlank && !$0.isLineEnd }) else {
            throw WorkloadError(.malformed, "\(name) is empty, as the output of a command that failed is; if nothing runs, write a line '# nothing'")
        }
        var collector = UseCollector()
        if first == UInt8(ascii: "{") {
            try KubectlDocuments(name: name).add(bytes, to: &collector)
        } else {
            try add(lines: bytes, name: name, to: &collector)
        }
        return collector.reading
    }

    private static func add(lines bytes: ArraySlice<UInt8>, name: String, to collector: inout UseCollector) throws {
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let place = "line \(index + 1) of \(name)"
            guard let words = words(line) else { throw WorkloadError(.malformed, "\(place) is not UTF-8 text") }
            guard let text = words.first else { continue }
            guard words.count == 1 else {
                throw WorkloadError(.malformed, "\(place) has several words; write one reference a line, and comments behind '#'")
            }
            collector.add(try reference(text, place: place), owner: place, isListed: true)
        }
    }

    /// The words of a line before its comment, which begins a line or follows a blank; `nil` for what is not UTF-8.
    private static func words(_ line: ArraySlice<UInt8>) -> [String]? {
        var words: [String] = []
        for word in line.split(whereSeparator: { $0.isBlank || $0.isLineEnd }) {
            if word.first == UInt8(ascii: "#") { break }
            guard let text = String(validating: word, as: UTF8.self) else { return nil }
            words.append(text)
        }
        return words
    }

    private static func reference(_ text: String, place: String) throws -> UsedImage {
        let problem: String
        do {
            let image = try UsedImage(text)
            guard let leftOut = image.leftOut else { return image }
            problem = "has \(leftOut)"
        } catch {
            problem = error.reason
        }
        throw WorkloadError(.malformed, "\(place): '\(text.prefix(300))' \(problem); write [HOST/]NAME:TAG or [HOST/]NAME@DIGEST")
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
    fileprivate var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
}
