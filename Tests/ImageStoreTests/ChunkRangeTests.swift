import ImageStore
import OCIModel
import Testing

@Suite struct ChunkRangeTests {
    @Test(
        arguments: [
            ("0-0", 0, 0), ("0-9", 0, 9), ("5-5", 5, 5), ("bytes 0-9/10", 0, 9), ("bytes 0-9/*", 0, 9), ("bytes 3-4", 3, 4), ("007-008", 7, 8),
            ("0-9223372036854775806", 0, .max - 1),
        ] as [(String, Int64, Int64)])
    func readsARange(header: String, first: Int64, last: Int64) throws {
        let range = try ChunkRange(header)
        #expect(range.first == first)
        #expect(range.last == last)
        #expect(range.count == last - first + 1)
    }

    @Test(arguments: [
        "", "-", "5", "0-", "-5", "5-4", "a-b", "0--1", "0-1-2", " 0-1", "0 - 1", "0-1 ", "bytes=0-1", "bytes */5", "Bytes 0-1", "+0-1", "0-٣",
        "0-9223372036854775807", "0-99999999999999999999", "99999999999999999999-1", "0x0-0x1",
    ])
    func refusesOtherTexts(header: String) {
        let error = #expect(throws: OCIError.self) { try ChunkRange(header) }
        #expect(error?.code == .uploadInvalid)
    }
}
