import HTTPServing
import Testing

@Suite struct ByteRangeTests {
    @Test(
        arguments: [
            ("bytes=0-0", 10, 0..<1), ("bytes=0-9", 10, 0..<10), ("bytes=0-", 10, 0..<10), ("bytes=9-", 10, 9..<10), ("bytes=3-5", 10, 3..<6),
            ("bytes=3-99", 10, 3..<10), ("bytes=-1", 10, 9..<10), ("bytes=-10", 10, 0..<10), ("bytes=-99", 10, 0..<10), ("BYTES=1-2", 10, 1..<3),
            ("bytes= 1-2", 10, 1..<3), ("bytes=1-99999999999999999999", 10, 1..<10), ("bytes=-99999999999999999999", 10, 0..<10),
            ("bytes=007-8", 10, 7..<9), ("bytes=0-9223372036854775807", 10, 0..<10), ("bytes=0-9223372036854775806", 1, 0..<1),
        ] as [(String, Int64, Range<Int64>)])
    func findsThePart(header: String, size: Int64, part: Range<Int64>) {
        #expect(ByteRange(header: header, size: size) == .part(part))
    }

    @Test(
        arguments: [
            ("bytes=10-", 10), ("bytes=10-20", 10), ("bytes=-0", 10), ("bytes=0-", 0), ("bytes=-5", 0), ("bytes=99999999999999999999-", 10),
            ("bytes=9223372036854775807-", 10),
        ] as [(String, Int64)])
    func whatLiesOutsideIsUnsatisfiable(header: String, size: Int64) {
        #expect(ByteRange(header: header, size: size) == .unsatisfiable)
    }

    @Test(
        arguments: [
            nil, "", "bytes", "bytes=", "bytes=-", "bytes=a-", "bytes=-a", "bytes=5-4", "bytes=1-2,4-5", "bytes=1-2,", "items=1-2", "=1-2", "1-2",
            "bytes=1", "bytes=--5", "bytes=1--2", "bytes=+1-2", "bytes=0x1-2", "bytes=1.0-2", "bytes:1-2", "bytes=1-2-3",
        ] as [String?])
    func whatIsNotUnderstoodIsTheWhole(header: String?) {
        #expect(ByteRange(header: header, size: 10) == .whole)
    }
}
