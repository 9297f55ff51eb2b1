import Testing

@testable import HTTPServing

@Suite struct HTTPDateTests {
    /// Computed with `date -u -d @SECOND '+%a, %d %b %Y %H:%M:%S GMT'`.
    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (1_795_536_013, "Tue, 24 Nov 2026 16:00:13 GMT"),
    ])
    func isAsTheSpecificationWritesIt(second: Int, text: String) {
        #expect(String(decoding: HTTPDate.field(at: second), as: UTF8.self) == "Date: \(text)\r\n")
    }
}
