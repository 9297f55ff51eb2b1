/// Names one asking for a lease, from its place in the queue to its release. Its holder chose it or was given it, and keeps
/// it to itself: whoever knows it can renew and release.
///
/// 1 to 128 characters of `A-Z a-z 0-9 . _ -`.
package struct LeaseID: Hashable, Sendable {
    package let value: String

    package init?(_ text: some StringProtocol) {
        guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy(Self.allows) else { return nil }
        self.value = String(text)
    }

    private static func allows(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension LeaseID: CustomStringConvertible {
    package var description: String { value }
}

extension LeaseID: Codable {
    package init(from decoder: any Decoder) throws {
        self = try decoder.parsed("an id of a lease is 1 to 128 of letters, digits, '.', '_' and '-'") { LeaseID($0) }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
