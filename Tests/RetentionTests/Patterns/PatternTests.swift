import Retention
import Testing

@Suite struct PatternTests {
    @Test func `Matches what another engine matches`() throws {
        for entry in PatternTable.cases {
            let pattern = try Pattern(entry.pattern)
            let found = PatternTable.texts.indices.filter { pattern.matches(PatternTable.texts[$0]) }
            #expect(found == entry.matches, "\(entry.pattern)")
        }
    }

    @Test(arguments: [
        ("[[:alpha:]]+", "abC", true), ("[[:^alpha:]]+", "12", true), ("[[:digit:][:space:]]+", "1 2", true), ("[[:word:]]", "-", false),
        ("a\\z", "a", true), ("a\\z.", "ab", false), ("\\Qa.b\\E", "a.b", true), ("\\Qa.b\\E", "axb", false), ("\\Qab\\E*", "abbb", true),
        ("\\x{1F600}", "\u{1f600}", true), ("\\101", "A", true), ("\\012", "\n", true), ("(?<name>a)b", "ab", true), ("(?i)k", "\u{212a}", true),
        ("a{2}{", "aa{", true), ("a{,2}", "a{,2}", true), ("\\d", "\u{0663}", false), ("\\w", "\u{e9}", false), ("\\s", "\u{0b}", false),
        ("(?-s).", "\n", false), ("(?s-i:.)", "\n", true), ("(?U)a+", "aaa", true), ("(?i)a(?-i)b", "AB", false), ("(?i)a(?-i)b", "Ab", true),
        ("((?i)a)b", "Ab", true), ("((?i)a)b", "AB", false), ("[\\]\\\\]+", "]\\", true), ("[[:alpha:]-]+", "a-b", true), ("[a-\\d]", "-", false),
    ])
    func `Has what is Go's alone`(pattern: String, text: String, isMatch: Bool) throws {
        if pattern == "[a-\\d]" {
            #expect(throws: RetentionError.self) { try Pattern(pattern) }
        } else {
            #expect(try Pattern(pattern).matches(text) == isMatch)
        }
    }

    @Test(arguments: [
        ("(", "')'"), (")", "'('"), ("a)", "'('"), ("[a", "']'"), ("[]", "']'"), ("*", "nothing to repeat"), ("a**", "can't be repeated"),
        ("a+*", "can't be repeated"), ("a{2}{3}", "can't be repeated"), ("(a)\\1", "back-references"), ("\\8", "back-references"),
        ("(?=a)", "lookahead"), ("(?!a)", "lookahead"), ("(?<=a)b", "lookbehind"), ("(?<!a)b", "lookbehind"), ("(?P=name)", "back-references"),
        ("(?P<>a)", "name"), ("(?x)a", "'(?x'"), ("a{1001}", "more than 1000"), ("a{2,1}", "ends before"), ("[b-a]", "ends before"),
        ("[[:foo:]]", "[:foo:]"), ("\\p{Greek}", "\\p{"), ("\\", "backslash"), ("\\y", "\\y"), ("\\x1", "\\x"), ("\\x{110000}", "\\x"),
        ("\\C", "\\C"),
    ])
    func `Says what is wrong with an expression`(pattern: String, part: String) {
        let error = #expect(throws: RetentionError.self) { try Pattern(pattern) }
        #expect(error?.code == .policy)
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        "((a{100}){100}){100}", "(a{32}){32}", "(((((a{9}){9}){9}){9}){9}){9}", "((a{0,100}){0,100}){0,100}", "(abcdefghijklmnop){1000}",
        String(repeating: "(", count: 101) + String(repeating: ")", count: 101), String(repeating: "a", count: 5000),
    ])
    func `Refuses what asks for too much memory`(pattern: String) {
        let error = #expect(throws: RetentionError.self) { try Pattern(pattern) }
        #expect(error?.code == .policy)
    }

    /// Engines that go back take ages for these, twice as long with each further character.
    @Test(arguments: ["(a+)+$", "(a|a)*b", "(a|aa)+$", "(a*)*b", "(.*)*x", "a?a?a?a?a?a?a?a?a?a?aaaaaaaaaa", "([a-z]+)*[0-9]"])
    func `Takes time that is linear in the text`(pattern: String) throws {
        let engine = try Pattern(pattern)
        let clock = ContinuousClock()
        let text = String(repeating: "a", count: 20_000) + "!"
        let time = clock.measure { #expect(!engine.matches(text)) }
        #expect(time < .seconds(2))
    }

    @Test func `Is equal where its text is`() throws {
        #expect(try Pattern("a|b") == Pattern("a|b"))
        #expect(try Set([Pattern("a"), Pattern("a"), Pattern("b")]).count == 2)
    }
}
