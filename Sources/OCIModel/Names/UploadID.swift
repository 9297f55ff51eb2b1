import FoundationEssentials

/// The identity of an open upload: a UUID in lower-case text.
package struct UploadID: Hashable, Sendable {
    package let value: String

    /// Makes a new one.
    package init() {
        self.value = UUID().uuidString.lowercased()
    }

    /// Reads the text form. Anything but a lower-case UUID is refused, since the text names a file.
    package init?(_ text: some StringProtocol) {
        var value = String(text)
        guard value.withUTF8({ Self.isValid($0) }) else { return nil }
        self.value = value
    }

    /// By hand, since `UUID(uuidString:)` also takes upper case, and a space in place of a digit.
    private static func isValid(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        guard utf8.count == 36 else { return false }
        return utf8.enumerated().allSatisfy { index, character in
            switch index {
            case 8, 13, 18, 23: character == UInt8(ascii: "-")
            default: (0x30...0x39).contains(character) || (0x61...0x66).contains(character)
            }
        }
    }
}

extension UploadID: CustomStringConvertible {
    package var description: String { value }
}
