import HTTPServing
import Testing

@Suite struct EntityTagListTests {
    @Test(arguments: [
        (#""a""#, ["a"]), (#" "a" , "b" "#, ["a", "b"]), (#"W/"a",W/"b""#, ["a", "b"]), (#""a,b", "c""#, ["a,b", "c"]), (#""""#, [""]),
        (#"a, "b""#, []), (#""a", b "c", "d""#, ["a", "d"]), (#"w/"a""#, []), (#""a", "b"#, ["a"]), ("", []), ("a", []), (#"*, "a""#, []),
    ])
    func aListIsReadTagByTag(header: String, tags: [String]) {
        #expect(EntityTagList(header) == .tags(tags))
    }

    @Test func aStarMatchesWhatThereIs() {
        #expect(EntityTagList(" * ") == .any)
        #expect(EntityTagList("*").matches("x"))
    }

    @Test func onlyTheWholeTagMatches() {
        #expect(EntityTagList(#""sha256:ab", W/"c""#).matches("c"))
        #expect(!EntityTagList(#""sha256:abc-gzip""#).matches("sha256:abc"))
    }
}
