import ContentHashing
import StowageTestSupport
import Testing

@testable import StageSigning

@Suite struct PatternTests {
    @Test(arguments: [
        ("*", ["", "a", ".hidden", "a.c"], []),
        ("*.c", [".c", "a.c", "a.c.c", "é.c"], ["a.cc", "c", "", "a.C"]),
        ("a?c", ["abc", "a.c", "a?c"], ["ac", "aéc", "abbc"]),
        ("a??c", ["aéc"], ["abc"]),
        ("[abc]", ["a", "b", "c"], ["d", "", "ab", "A"]),
        ("[!abc]", ["d", ".", "!"], ["a", ""]),
        ("[^abc]", ["d", "^"], ["a"]),
        ("[a-c]x", ["ax", "bx", "cx"], ["dx", "-x"]),
        ("[]a]", ["]", "a"], ["b", ""]),
        ("[!]a]", ["b"], ["]", "a"]),
        ("[a-]", ["a", "-"], ["b"]),
        ("[-a]", ["a", "-"], ["b"]),
        ("[c-a]", [], ["a", "b", "c"]),
        ("[\\]]", ["]"], ["\\"]),
        ("[a\\-c]", ["a", "-", "c"], ["b"]),
        ("\\*", ["*"], ["a", "\\*"]),
        ("a\\[b", ["a[b"], ["ab"]),
        ("**", ["", "a"], []),
        ("a**b", ["ab", "axxb"], ["a"]),
        ("a*b*c", ["abc", "aXbYc", "abcbc"], ["acb", "abcd"]),
        ("*a*a*a*b", ["aaab"], ["aaaa"]),
        ("[[]", ["["], ["]"]),
    ]) func matchesNames(_ pattern: String, _ matching: [String], _ others: [String]) throws {
        let pattern = try #require(NamePattern(Array(pattern.utf8)))
        for name in matching { #expect(Array(name.utf8).withUnsafeBytes { pattern.matches($0) }, "\(name)") }
        for name in others { #expect(!Array(name.utf8).withUnsafeBytes { pattern.matches($0) }, "\(name)") }
    }

    @Test(arguments: ["[", "[a", "[]", "[!]", "[a-", "[\\", "a\\", "[a\\]"]) func refusesAnUnfinishedPattern(_ pattern: String) {
        #expect(NamePattern(Array(pattern.utf8)) == nil)
    }

    @Test(.timeLimit(.minutes(1))) func needsNoTimeForManyStars() throws {
        let pattern = try #require(NamePattern(Array(String(repeating: "a*", count: 200).utf8) + Array("b".utf8)))
        let name = [UInt8](repeating: UInt8(ascii: "a"), count: 255)
        #expect(!name.withUnsafeBytes { pattern.matches($0) })
    }

    @Test(arguments: [
        ("a/b", "a/b"), ("./a//b/", "a/b"), ("a/../b", "b"), (".", "."), ("a/..", "."), ("/base/a", "a"), ("/base", "."), ("/base/", "."),
        ("/real/base/x/../y", "y"), ("...", "..."), ("..a", "..a"), (".gitignore", ".gitignore"),
    ]) func isRelativeToTheBase(_ text: String, _ path: String) throws {
        #expect(try InputPattern(text, bases: ["/base", "/real/base/"]).path.description == path)
    }

    @Test(arguments: ["..", "../a", "a/../../b", "/", "/etc/passwd", "/based", "/base/../other", "/base/a/../../x"]) func staysInTheBase(
        _ text: String
    ) {
        let error = #expect(throws: StageSigningError.self) { try InputPattern(text, bases: ["/base"]) }
        #expect(error?.code == .outsideBase)
        #expect(error?.message.contains(text) == true)
    }

    @Test(arguments: [
        (".git", StageSigningError.Code.notAnInput), ("a/.git/HEAD", .notAnInput), (".git/*", .notAnInput), ("", .malformedPattern),
        ("a\0b", .malformedPattern),
    ])
    func refusesWhatIsNoInput(_ text: String, _ code: StageSigningError.Code) {
        let error = #expect(throws: StageSigningError.self) { try InputPattern(text, bases: []) }
        #expect(error?.code == code)
    }
}
