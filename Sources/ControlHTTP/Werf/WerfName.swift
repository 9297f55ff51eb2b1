/// The id of a client, the name of a project, or the signature of a stage, as werf's protocol sends them: 1 to 128
/// characters of `A-Z a-z 0-9 . _ -`, not beginning with a dot.
///
/// werf's own server joins them into paths of files, so that `../..` reaches out of its folder. Here they only are keys of
/// rows; they are held to what werf's clients make all the same.
struct WerfName: Hashable, Sendable {
    let value: String

    init?(_ text: some StringProtocol) {
        guard (1...128).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "."), text.utf8.allSatisfy(Self.allows) else { return nil }
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
