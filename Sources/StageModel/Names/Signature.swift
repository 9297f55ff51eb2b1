/// What a build stage is known by: a hash of everything that went into it, as lower-case hex.
///
/// 64 characters are SHA-256 (ours, buildah's, kaniko's), 56 are SHA3-224 (werf's). Which function made it doesn't matter
/// to anybody who only keeps or looks up stages.
package struct Signature: Hashable, Sendable {
    package static let lengths = [64, 56]

    package let value: String

    /// - Returns: `nil` for text of another length or with other characters than `0-9a-f`.
    package init?(_ text: some StringProtocol) {
        guard Self.lengths.contains(text.utf8.count), text.utf8.allSatisfy(\.isLowercaseHexDigit) else { return nil }
        self.value = String(text)
    }

    /// The same of a text. Not generic: inventories have hundreds of thousands.
    package init?(_ text: String) {
        var text = text
        guard text.withUTF8({ utf8 in Self.lengths.contains(utf8.count) && utf8.allSatisfy { $0.isLowercaseHexDigit } }) else { return nil }
        self.value = text
    }

    /// The same of a text's bytes. Not generic: other modules call it a thousand times a request.
    package init?(utf8 bytes: ArraySlice<UInt8>) {
        guard Self.lengths.contains(bytes.count), bytes.allSatisfy(\.isLowercaseHexDigit) else { return nil }
        self.value = String(decoding: bytes, as: UTF8.self)
    }
}

extension Signature: CustomStringConvertible {
    package var description: String { value }
}

extension Signature: Comparable {
    package static func < (left: Signature, right: Signature) -> Bool { left.value < right.value }
}

extension Signature: Codable {
    package init(from decoder: any Decoder) throws {
        self = try decoder.parsed("a signature is 64 or 56 characters of 0-9 and a-f") { Signature($0) }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
