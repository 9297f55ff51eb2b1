/// What a `Range` header asks of content of a known size; RFC 9110, section 14.
package enum ByteRange: Equatable, Sendable {
    /// No range, several, or one in a unit or form that isn't understood: the header is ignored, the whole is sent.
    case whole
    case part(Range<Int64>)
    case unsatisfiable

    /// - Parameter size: Of the content, in bytes.
    package init(header: String?, size: Int64) {
        guard let header, let parsed = Self.parse(header) else {
            self = .whole
            return
        }
        switch parsed {
        case (let first?, let last):
            guard first < size else {
                self = .unsatisfiable
                return
            }
            self = .part(first..<min(last ?? Int64.max - 1, size - 1) + 1)
        case (nil, let length):
            guard let length, length > 0, size > 0 else {
                self = .unsatisfiable
                return
            }
            self = .part(max(0, size - length)..<size)
        }
    }

    /// `bytes=first-last`, `bytes=first-` or `bytes=-length`.
    private static func parse(_ header: String) -> (first: Int64?, last: Int64?)? {
        let parts = header.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == "bytes", !parts[1].contains(",") else { return nil }
        let bounds = parts[1].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard bounds.count == 2 else { return nil }
        guard let first = number(bounds[0]), let last = number(bounds[1]) else { return nil }
        switch (first, last) {
        case (nil, nil): return nil
        case (let first?, let last?) where first > last: return nil
        default: return (first, last)
        }
    }

    /// Digits only; a number too large for the type is as good as the largest.
    private static func number(_ text: Substring) -> Int64?? {
        let text = text.drop { $0 == " " }
        if text.isEmpty { return .some(nil) }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return .some(Int64(text) ?? Int64.max - 1)
    }
}
