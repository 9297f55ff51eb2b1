import StageModel
import Testing

@testable import StowageCommands

@Suite("Numbers for people")
struct HumanlyTests {
    private static let sizes: [(Int64, String)] = [
        (0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (10 * 1024, "10 KiB"), (1_048_575, "1 MiB"), (1_288_490_189, "1.2 GiB"),
        (Int64.max, "8 EiB"),
    ]

    @Test(arguments: sizes)
    func `Sizes`(bytes: Int64, text: String) { #expect(Humanly.bytes(bytes) == text) }

    @Test(arguments: [
        (0, "0 ms"), (999, "999 ms"), (1000, "1 s"), (1540, "1.5 s"), (9949, "9.9 s"), (9960, "10 s"), (59_499, "59 s"), (60_000, "1 min"),
        (125_000, "2 min 5 s"), (3_600_000, "1 h"), (12_000_000, "3 h 20 min"), (432_000_000, "5 d"),
    ])
    func `Durations`(milliseconds: Int64, text: String) { #expect(Humanly.duration(.milliseconds(milliseconds)) == text) }

    @Test(arguments: [
        (-5000, "just now"), (999, "just now"), (1000, "1 s ago"), (119_000, "1 min ago"), (7_200_000, "2 h ago"), (172_800_000, "2 d ago"),
    ])
    func `Ages`(milliseconds: Int64, text: String) {
        #expect(Humanly.age(of: 1_700_000_000_000 - milliseconds, now: Timestamp(millisecondsSince1970: 1_700_000_000_000)) == text)
    }

    @Test func `Rates`() {
        #expect(Humanly.rate(10 << 20, in: .seconds(2)) == "5 MiB/s")
        #expect(Humanly.rate(10, in: .zero) == "-")
    }

    @Test func `Hex is shortened, names are not`() {
        let hex = String(repeating: "0123456789abcdef", count: 4)
        #expect(Humanly.short(hex) == "01234567")
        #expect(Humanly.short("sha256:\(hex)") == "01234567")
        #expect(Humanly.short("\(hex)-1700000000000") == "01234567")
        #expect(Humanly.short("main") == "main")
        #expect(Humanly.short("v1.0") == "v1.0")
    }

    @Test func `Lists and counts`() {
        #expect(Humanly.list(["a", "b", "c"]) == "a, b and c")
        #expect(Humanly.list([]) == "")
        #expect(Humanly.count(1, "file") == "1 file")
        #expect(Humanly.count(0, "file") == "0 files")
    }
}
