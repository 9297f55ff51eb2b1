import Testing

@testable import Retention

@Suite("Values of policies as text")
struct PolicyTextTests {
    private static let durations: [(String, Int64?)] = [
        ("0", 0), ("0s", 0), ("90s", 90), ("1h30m", 5400), ("168h", 604_800), ("14d", 1_209_600), ("1.5h", 5400), ("1500ms", 2), ("1ns", 1),
        (".5h", 1800),
        ("", nil), ("5", nil), ("-2h", nil), ("+2h", nil), ("2 h", nil), ("h", nil), (".h", nil), ("1.2.3h", nil), ("2w", nil), ("2h3", nil),
        ("999999999999999999d", nil), ("365001d", nil), ("٣h", nil),
    ]

    @Test(arguments: durations)
    func `Durations are Go's, with days, in whole seconds that aren't too short`(text: String, seconds: Int64?) {
        #expect(PolicyText.seconds(text) == seconds)
    }

    private static let sizes: [(String, Int64?)] = [
        ("0", 0), ("512KiB", 524_288), ("200GiB", 214_748_364_800), ("2TiB", 2_199_023_255_552), ("12345", 12345), ("1GB", nil), ("-1", nil),
        ("", nil),
        ("GiB", nil), ("1.5GiB", nil), ("9999999999TiB", nil), (" 1", nil),
    ]

    @Test(arguments: sizes)
    func `Sizes are in units of 1024`(text: String, bytes: Int64?) {
        #expect(PolicyText.bytes(text) == bytes)
    }

    private static let shares: [(String, Double?)] = [
        ("50%", 0.5), ("0.5", 0.5), ("100%", 1), ("1", 1), ("0", 0), ("12.5%", 0.125), ("101%", nil), ("1.1", nil), ("-1%", nil), ("%", nil),
        ("", nil),
        ("nan", nil), ("50", nil), (".", nil),
    ]

    @Test(arguments: shares)
    func `Shares are from nothing to all`(text: String, share: Double?) {
        #expect(PolicyText.share(text) == share)
    }

    private static let counts: [(String, Int?)] = [
        ("10", 10), ("0", 0), ("-1", -1), ("", nil), ("-", nil), ("+1", nil), ("1.0", nil), ("ten", nil), ("99999999999999999999", nil),
        ("1000000001", nil),
    ]

    @Test(arguments: counts)
    func `Counts are whole`(text: String, count: Int?) {
        #expect(PolicyText.count(text) == count)
    }
}
