import OCIModel
import Testing

@testable import StageModel

@Suite("Slugs")
struct SlugTests {
    /// What werf makes of these: from the examples of its documentation and of its own tests.
    @Test(arguments: [
        ("-data", "data-a871d86e"), ("da/ta", "da-ta-afa96f8"), ("branch/one/!@#4.4-3", "branch-one-4-4-3-4fe08955"),
        (String(repeating: "x", count: 129), String(repeating: "x", count: 119) + "-8cca70eb"),
    ])
    func `A name that is no tag becomes the one that werf makes`(name: String, tag: String) throws {
        #expect(try Slug.dockerTag(name).value == tag)
    }

    @Test(arguments: ["main", "v1.2.3", "My_branch", "release-1--2", "_", "9", "a.", String(repeating: "x", count: 128)])
    func `A name that is a tag stays`(name: String) throws {
        #expect(try Slug.dockerTag(name).value == name)
    }

    @Test func `Names that differ in what can't be written have different tags`() throws {
        let tags = try ["feature/cleanup-logs", "feature cleanup logs", "feature/cleanup_logs", "Feature/cleanup-logs"].map {
            try Slug.dockerTag($0).value
        }
        #expect(Set(tags).count == 4)
        #expect(tags.allSatisfy { $0.hasPrefix("feature-cleanup-logs-") })
    }

    @Test(arguments: [
        ("feature/Jira-12: fix (part 2)", "feature-jira-12-fix-part-2"), ("--a//b--", "a-b"), ("Zażółć gęślą jaźń", "zazolc-gesla-jazn"),
        ("Straße", "strabe"), ("ветка/Ёж", "vyetka-yozh"), ("объект", "obyekt"), ("Æther ﬁ œuvre", "aether-oeuvre"), ("ＡＢ＿ｃ", "ab-c"),
        ("⒑ⓧ", "10x"), ("日本", ""), ("a日-本b", "a-b"), ("/", ""), ("\u{212b}\u{212a}", "ak"), ("½#!", ""),
    ])
    func `Characters have a counterpart or vanish`(name: String, words: String) {
        #expect(Slug.transliterated(name) == words)
    }

    @Test func `A combining mark vanishes, the letter below it doesn't`() {
        #expect(Slug.transliterated("e\u{301}") == "e")
        #expect(Slug.transliterated("я\u{301}") == "ya")
    }

    @Test func `A name of nothing but what vanishes is its hash`() throws {
        #expect(try Slug.dockerTag("日本").value == String(MurmurHash3("日本".utf8).value, radix: 16))
    }

    @Test func `The longest tag is as long as a tag may be`() throws {
        let name = String(repeating: "ab/", count: 100)
        let tag = try Slug.dockerTag(name).value
        #expect(tag.utf8.count == TagName.maximumLength)
        #expect(tag.hasPrefix("ab-ab-"))
    }

    @Test func `The cut may leave two dashes, as in werf's tags`() throws {
        // Before a dash and an eight-digit hash 119 characters fit; here the last of them is a dash.
        let name = String(repeating: "x", count: 118) + "/" + String(repeating: "y", count: 21)
        let hash = String(MurmurHash3(name.utf8).value, radix: 16)
        try #require(hash.count == 8)
        #expect(try Slug.dockerTag(name).value == String(repeating: "x", count: 118) + "--" + hash)
    }

    @Test func `An empty name has no tag`() {
        #expect(throws: OCIError.self) { try Slug.dockerTag("") }
    }
}
