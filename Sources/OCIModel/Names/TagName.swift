/// A name that can be moved from one manifest of a repository to another.
///
/// `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`, from the OCI distribution specification ("Pulling manifests").
package struct TagName: Hashable, Sendable {
    package static let maximumLength = 128

    package let value: String

    /// - Throws: ``OCIError`` with code `tagInvalid`.
    package init(_ value: some StringProtocol) throws(OCIError) {
        var text = String(value)
        guard text.withUTF8({ Self.isValid($0) }) else {
            throw OCIError(
                .tagInvalid,
                "'\(text.prefix(160))' is not a tag; write up to \(Self.maximumLength) of letters, digits, '.', '_' and '-', the first a letter, digit or '_'"
            )
        }
        self.value = text
    }

    private static func isValid(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = utf8.first, utf8.count <= maximumLength, first != UInt8(ascii: "."), first != UInt8(ascii: "-") else { return false }
        return utf8.allSatisfy { character in
            switch character {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}

extension TagName: CustomStringConvertible {
    package var description: String { value }
}
