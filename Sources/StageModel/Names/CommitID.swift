/// The object id of a git commit: 40 (SHA-1) or 64 (SHA-256) characters of lower-case hex.
package struct CommitID: Hashable, Sendable {
    package let value: String

    /// - Returns: `nil` for text of another length or with other characters.
    package init?(_ text: some StringProtocol) {
        guard [40, 64].contains(text.utf8.count), text.utf8.allSatisfy(\.isLowercaseHexDigit) else { return nil }
        self.value = String(text)
    }

    /// The same of a text's part. Not generic: inventories have hundreds of thousands.
    package init?(_ text: Substring) {
        self.init(String(text))
    }

    /// The same of a text.
    package init?(_ text: String) {
        var text = text
        guard text.withUTF8({ utf8 in [40, 64].contains(utf8.count) && utf8.allSatisfy { $0.isLowercaseHexDigit } }) else { return nil }
        self.value = text
    }

    /// - Parameter bytes: 20 or 32.
    init(bytes: some Collection<UInt8>) {
        self.value = String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
            for (index, byte) in bytes.enumerated() {
                buffer[2 * index] = Self.digit(byte >> 4)
                buffer[2 * index + 1] = Self.digit(byte & 15)
            }
            return bytes.count * 2
        }
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }
}

extension CommitID: CustomStringConvertible {
    package var description: String { value }
}

extension CommitID: Comparable {
    package static func < (left: CommitID, right: CommitID) -> Bool { left.value < right.value }
}

extension CommitID: Codable {
    package init(from decoder: any Decoder) throws {
        self = try decoder.parsed("a commit is 40 or 64 characters of 0-9 and a-f") { CommitID($0) }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
