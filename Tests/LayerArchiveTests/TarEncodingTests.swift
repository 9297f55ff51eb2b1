import StowageTestSupport
import Testing

@testable import LayerArchive

@Suite("Bytes of headers")
struct TarEncodingTests {
    private func entry(_ path: String, size: Int64 = 0, _ seconds: Int64 = 0, _ nanoseconds: Int32 = 0, target: String = "") -> TarEntry {
        TarEntry(
            path: Array(path.utf8), kind: target.isEmpty ? .file : .symbolicLink, mode: 0o644, size: size,
            modified: FileTime(seconds: seconds, nanoseconds: nanoseconds), target: Array(target.utf8))
    }

    /// Reads back what was written.
    private func parse(_ bytes: [UInt8]) throws -> TarEntry? {
        struct Last: TarVisitor {
            var entry: TarEntry?
            mutating func begin(_ entry: TarEntry) { self.entry = entry }
            mutating func content(_ bytes: UnsafeRawBufferPointer) {}
            mutating func end(_ entry: TarEntry) {}
        }
        var (parser, last) = (TarParser(), Last())
        try bytes.withUnsafeBytes { try parser.feed($0, to: &last) }
        return last.entry
    }

    @Test func `A plain file needs one block, as any other program writes it`() throws {
        let block = try TarEncoder.header(of: entry("dir/file", size: 1234, 1_000_000_000))
        #expect(block.count == 512)
        #expect(String(decoding: block[0..<8], as: UTF8.self) == "dir/file")
        #expect(
            String(decoding: block[100..<156], as: UTF8.self) == "0000644\u{0}0000000\u{0}0000000\u{0}00000002322\u{0}07346545000\u{0}010666\u{0} ")
        #expect(String(decoding: block[257..<265], as: UTF8.self) == "ustar\u{0}00")
        #expect(block[265..<329].allSatisfy { $0 == 0 })
    }

    @Test(arguments: [99, 100, 101, 155, 156, 200, 255, 256, 257, 1000]) func `Paths of any length come back`(count: Int) throws {
        for separator in [10, 60, 101, 1000] {
            let path = String((0..<count).map { $0 % separator == separator - 1 && $0 < count - 1 ? "/" : "p" })
            let bytes = try TarEncoder.header(of: entry(path))
            #expect(try parse(bytes)?.path == Array(path.utf8))
            if count <= 100 { #expect(bytes.count == 512) }
            let link = try TarEncoder.header(of: entry("x", target: path))
            #expect(try parse(link)?.target == Array(path.utf8))
            #expect(link.count == (count <= 100 ? 512 : link.count))
        }
    }

    @Test func `Sizes from 8 GiB and odd times come back`() throws {
        for size in [0, 1, 0o77_777_777_777, 0o77_777_777_777 + 1, 1 << 40, Int64.max >> 1] as [Int64] {
            #expect(try parse(TarEncoder.header(of: entry("x", size: size)))?.size == size)
        }
        for (seconds, nanoseconds) in [(0, 1), (-1, 0), (-1, 999_999_999), (-2, 500_000_000), (1 << 33, 0), (1 << 40, 120_000_000)]
            as [(Int64, Int32)]
        {
            let read = try parse(TarEncoder.header(of: entry("x", seconds, nanoseconds)))
            #expect(read?.modified == FileTime(seconds: seconds, nanoseconds: nanoseconds))
        }
    }

    @Test func `Times in PAX are decimal numbers`() {
        let times: [(Int64, Int32, String)] = [
            (0, 0, "0"), (5, 0, "5"), (5, 500_000_000, "5.5"), (5, 1, "5.000000001"), (-1, 0, "-1"), (-2, 500_000_000, "-1.5"),
            (-1, 1, "-0.999999999"),
        ]
        for (seconds, nanoseconds, text) in times {
            let time = FileTime(seconds: seconds, nanoseconds: nanoseconds)
            #expect(String(decoding: time.paxValue, as: UTF8.self) == text)
            #expect(FileTime(paxValue: Array(text.utf8)) == time)
        }
        #expect(FileTime(paxValue: Array("1.0000000019".utf8)) == FileTime(seconds: 1, nanoseconds: 1))
        for text in ["", "-", ".5", "1e5", "0x1", "1.5.5", "99999999999999999999", "--1", "1.-5"] {
            #expect(FileTime(paxValue: Array(text.utf8)) == nil, "\(text)")
        }
    }

    @Test func `The length of a record counts its own digits`() throws {
        for count in 1...1100 {
            var records = PaxRecords()
            records["k"] = [UInt8](repeating: 0x76, count: count)
            #expect(try PaxRecords(parsing: records.encoded) == records)
        }
        var records = PaxRecords()
        records["path"] = Array("a=b\nc".utf8)
        #expect(records.encoded == Array("14 path=a=b\nc\n".utf8))
        #expect(try PaxRecords(parsing: records.encoded) == records)
    }

    @Test func `Numbers in octal, in base 256 and no numbers`() {
        func read(_ text: String) -> Int64? { TarNumber.read(Array(text.utf8)[...]) }
        #expect(read("0000644\0") == 0o644)
        #expect(read("   644 \0") == 0o644)
        #expect(read("\0\0\0\0") == 0)
        for text in ["0000648\0", "-1", "1 2", "0x10", "777777777777777777777777"] { #expect(read(text) == nil, "\(text)") }
        #expect(TarNumber.read([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]) == 256)
        #expect(TarNumber.read([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe]) == -2)
        #expect(TarNumber.read([0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]) == nil)
        #expect(TarNumber.read([0x80, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0]) == nil)
        #expect(TarNumber.octal(8, width: 3) == Array("10\0".utf8))
        #expect(TarNumber.octal(64, width: 3) == nil)
    }

    @Test func `Device numbers are packed as Linux does`() throws {
        for (major, minor, packed) in [(1, 3, 0x103), (8, 17, 0x811), (259, 300, 0x0011_032c), (4095, 1_048_575, 0xffff_ffff)]
            as [(Int64, Int64, UInt64)]
        {
            #expect(DeviceNumber.packed(major: major, minor: minor) == packed)
            #expect(DeviceNumber.parts(of: packed) == (major, minor))
        }
        #expect(DeviceNumber.packed(major: -1, minor: 0) == nil)
    }

    @Test func `Paths of an archive lose what means nothing`() throws {
        for (text, clean) in [("a/b", "a/b"), ("./a//b/", "a/b"), ("a/./b/.", "a/b"), (".", ""), ("a", "a"), ("..a/b..", "..a/b..")] {
            let path = try EntryPath(parsing: Array(text.utf8))
            #expect(String(decoding: path.bytes, as: UTF8.self) == clean)
        }
        let path = try EntryPath(parsing: Array("a/b/c".utf8))
        #expect(path.depth == 2 && path.name.elementsEqual("c".utf8) && path.parent.elementsEqual("a/b".utf8))
        #expect(try EntryPath(parsing: Array("a".utf8)).depth == 0)
    }
}
