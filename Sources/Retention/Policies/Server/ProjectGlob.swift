/// Names of projects: as they are, with `*` for any text inside of one component, or with `**` as the last component for all the rest.
struct ProjectGlob: Hashable, Sendable {
    private let components: [[UInt8]]
    private let takesRest: Bool

    /// - Returns: `nil` where no project's name could match.
    init?(_ text: String) {
        var parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Array($0.utf8) }
        self.takesRest = parts.last.map { $0.elementsEqual("**".utf8) } ?? false
        if takesRest { parts.removeLast() }
        guard takesRest || !parts.isEmpty, parts.allSatisfy(Self.isComponent) else { return nil }
        self.components = parts
    }

    func matches(_ project: String) -> Bool {
        let parts = project.split(separator: "/", omittingEmptySubsequences: false).map { Array($0.utf8) }
        guard takesRest ? parts.count > components.count : parts.count == components.count else { return false }
        return zip(components, parts).allSatisfy(Self.matches)
    }

    private static func isComponent(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty else { return false }
        var previous: UInt8 = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                break
            case UInt8(ascii: "*") where previous != byte: break
            default: return false
            }
            previous = byte
        }
        return true
    }

    /// Goes back to the last `*` only, so that the time is at most the product of both lengths.
    private static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        var (at, position) = (0, 0)
        var star: (at: Int, position: Int)?
        while position < text.count {
            if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                star = (at, position)
                at += 1
            } else if at < pattern.count, pattern[at] == text[position] {
                at += 1
                position += 1
            } else if let last = star {
                star = (last.at, last.position + 1)
                at = last.at + 1
                position = last.position + 1
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
