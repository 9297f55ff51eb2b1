import ContentHashing
import Testing

@Suite struct TreePathTests {
    @Test(arguments: [
        ("src/a.c", "src/a.c"), (".", "."), ("häuser/größe", "häuser/größe"), ("100%", "100%25"), ("a%2Fb", "a%252Fb"),
        ("new\nline", "new%0Aline"), ("esc\u{1b}[2J", "esc%1B[2J"), ("del\u{7f}", "del%7F"), ("👩‍👩‍👧", "👩‍👩‍👧"),
    ]) func writesATextThatItReadsBack(_ path: String, _ text: String) {
        #expect(TreePath(path).description == text)
        #expect(TreePath(escaped: text) == TreePath(path))
    }

    @Test(
        arguments: [
            ([0xff], "%FF"), ([0x61, 0xc3], "a%C3"), ([0xc3, 0x28], "%C3("), ([0xe2, 0x82, 0x2f, 0xe2, 0x82, 0xac], "%E2%82/€"),
            ([0xed, 0xa0, 0x80], "%ED%A0%80"), ([0xc0, 0xaf], "%C0%AF"), ([0x25, 0xff], "%25%FF"),
        ] as [([UInt8], String)]) func keepsBytesThatAreNotUTF8(_ bytes: [UInt8], _ text: String)
    {
        #expect(TreePath(bytes: bytes).description == text)
        #expect(TreePath(escaped: text)?.bytes == bytes)
    }

    @Test func neverHasOneTextForTwoPaths() {
        let alphabet: [UInt8] = [0x25, 0x32, 0x35, 0x46, 0xc3, 0xa4, 0xff, 0x0a]
        var texts: [String: [UInt8]] = [:]
        for first in alphabet {
            for second in alphabet {
                for third in alphabet {
                    let bytes = [first, second, third]
                    let path = TreePath(bytes: bytes)
                    #expect(texts.updateValue(bytes, forKey: path.description) == nil)
                    #expect(TreePath(escaped: path.description) == path)
                }
            }
        }
    }

    @Test(arguments: ["%", "a%2", "%zz", "%%", "%+1"]) func refusesAHalfEscape(_ text: String) {
        #expect(TreePath(escaped: text) == nil)
    }

    @Test func tellsNamesApartThatLookTheSame() {
        let composed = TreePath("\u{e9}")
        let decomposed = TreePath("e\u{301}")
        #expect(composed != decomposed)
        #expect(decomposed < composed)
    }

    @Test func sortsByBytes() {
        let sorted = ["A", "Z", "a", "a-b", "a/b", "a0", "ab", "é"]
        #expect(sorted.shuffled().map { TreePath($0) }.sorted().map(\.description) == sorted)
    }
}
