import HTTPServing
import OCIModel
import Testing

@Suite struct QueryTests {
    @Test(arguments: [
        ("", ""), ("abc", "abc"), ("a%20b", "a b"), ("%C3%A9", "é"), ("%c3%a9", "é"), ("a+b", "a+b"), ("%2Fx%2f", "/x/"), ("%25", "%"),
    ])
    func decodes(text: String, decoded: String) {
        #expect(PercentCoding.decode(text) == decoded)
    }

    @Test(arguments: ["%", "%a", "a%", "%zz", "%0", "%00", "a%00b", "%0a", "%0D", "%1f", "%7f", "%ff", "%c3", "%c3%28", "%-1", "%+1", "% 1"])
    func doesNotDecodeBrokenEscapesAndControlCharacters(text: String) {
        #expect(PercentCoding.decode(text) == nil)
    }

    @Test(arguments: ["", "plain", "a b&c=d", "é/\u{1F600}", "sha256:abc", "a+b%", "\u{1}\n"]) func encodingIsUndone(text: String) {
        let encoded = PercentCoding.encode(text)
        #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "&") && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "=") })
        if text.utf8.allSatisfy({ $0 >= 0x20 }) { #expect(PercentCoding.decode(encoded) == text) }
    }

    @Test func itemsKeepTheirOrderAndMayRepeat() {
        let query = QueryItems(path: "/x?tag=a&n=1&tag=b&empty=&bare&tag=c=d&%74ag=e&&=x")
        #expect(query.all("tag") == ["a", "b", "c=d", "e"])
        #expect(query["tag"] == "a")
        #expect(query["n"] == "1")
        #expect(query["empty"] == "")
        #expect(query["bare"] == "")
        #expect(query[""] == "x")
        #expect(query["absent"] == nil)
        #expect(query.all("absent").isEmpty)
    }

    @Test(arguments: ["/x", "/x?", "", "?", "/x?&&"]) func thereMayBeNoItems(path: String) {
        #expect(QueryItems(path: path)["n"] == nil)
    }

    @Test(arguments: ["%zz", "a%00", "%ff", "%"]) func whatCannotBeDecodedIsNotOverlooked(value: String) {
        #expect(QueryItems(path: "/x?digest=\(value)&n=1")["digest"] == value)
    }

    @Test func onlyTheFirstQuestionMarkCounts() {
        #expect(QueryItems(path: "/x?a=b?c&d=?")["a"] == "b?c")
        #expect(QueryItems(path: "/x?a=b?c&d=?")["d"] == "?")
    }

    // MARK: - Pages

    @Test(
        arguments: [
            ("", 100, nil), ("?n=0", 0, nil), ("?n=5&last=b", 5, "b"), ("?n=100", 100, nil), ("?n=101", 100, nil), ("?n=99999999999", 100, nil),
            ("?n=99999999999999999999999", 100, nil), ("?n=007", 7, nil), ("?last=", 100, nil), ("?last=a%2Fb", 100, "a/b"), ("?n=1&n=x", 1, nil),
        ] as [(String, Int, String?)])
    func readsAPage(query: String, limit: Int, after: String?) throws {
        let page = try PageRequest(QueryItems(path: "/x\(query)"), pageLimit: 100)
        #expect(page.limit == limit)
        #expect(page.after == after)
    }

    @Test(arguments: ["-1", "abc", "", "1.5", "+1", " 1", "0x1", "1e3", "%D9%A3", "1%00", "%zz"]) func refusesACountThatIsNone(n: String) {
        let error = #expect(throws: OCIError.self) { try PageRequest(QueryItems(path: "/x?n=\(n)"), pageLimit: 100) }
        #expect(error?.code == .paginationInvalid)
    }

    @Test func theLinkLeadsToTheNextPage() throws {
        let page = try PageRequest(QueryItems(path: "/x?n=5"), pageLimit: 100)
        #expect(page.next(path: "/v2/a/tags/list", last: "b c") == "</v2/a/tags/list?n=5&last=b%20c>; rel=\"next\"")
        #expect(
            page.next(path: "/x", last: "sha256:a", query: [("artifactType", "a/b+c")]) == "</x?n=5&last=sha256:a&artifactType=a/b%2Bc>; rel=\"next\""
        )
        // Nothing that was sent can end the link or add a parameter.
        #expect(page.next(path: "/x", last: "\">; rel=\"evil\"\r\n&n=9") == "</x?n=5&last=%22%3E%3B%20rel%3D%22evil%22%0D%0A%26n%3D9>; rel=\"next\"")
    }
}
