import Testing

@testable import StowageServer

@Suite("Units of settings")
struct UnitTests {
    @Test(arguments: [
        ("0", 0), ("1", 1), ("512KiB", 524_288), ("64MiB", 67_108_864), ("1GiB", 1_073_741_824), ("2TiB", 2_199_023_255_552),
        ("9223372036854775807", .max), ("007KiB", 7168),
    ])
    func `A byte count is read`(text: String, bytes: Int64) {
        #expect(ByteCount(text) == ByteCount(bytes))
    }

    @Test(arguments: [
        "", "KiB", "64MB", "64M", "64 MiB", " 1", "1 ", "+1", "-1", "-0", "1.5GiB", "1e3", "0x10", "64mib", "9223372036854775808", "8388608TiB", "١",
    ])
    func `A malformed byte count is refused`(text: String) {
        #expect(ByteCount(text) == nil)
    }

    @Test(arguments: [("0", "0"), ("1024", "1KiB"), ("1025", "1025"), ("1024KiB", "1MiB"), ("1536MiB", "1536MiB"), ("1024GiB", "1TiB")])
    func `A byte count is written in its largest whole unit`(text: String, expected: String) throws {
        let count = try #require(ByteCount(text))
        #expect(count.description == expected)
        #expect(ByteCount(count.description) == count)
    }

    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("30s", .seconds(30)), ("5m", .seconds(300)), ("2h", .seconds(7200)), ("1d", .seconds(86_400)),
        ("0s", .zero), ("3650d", .seconds(315_360_000)),
    ])
    func `A duration is read`(text: String, expected: Duration) {
        #expect(Duration(settingText: text) == expected)
    }

    @Test(arguments: [
        "", "30", "s", "ms", "1.5s", "-1s", "+1s", "1 s", "1m30s", "1S", "1w", "3651d", "9223372036854775807d", "99999999999999999999s",
    ])
    func `A malformed duration is refused`(text: String) {
        #expect(Duration(settingText: text) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1:5000", "127.0.0.1", 5000, true), ("localhost:0", "localhost", 0, true), ("[::1]:80", "::1", 80, true),
        ("127.255.0.9:1", "127.255.0.9", 1, true), ("0.0.0.0:5000", "0.0.0.0", 5000, false), ("[::]:65535", "::", 65535, false),
        ("registry.example:443", "registry.example", 443, false), ("127.1:1", "127.1", 1, false),
        ("127.0.0.1.example:1", "127.0.0.1.example", 1, false),
        ("127.0.0.256:1", "127.0.0.256", 1, false), ("128.0.0.1:1", "128.0.0.1", 1, false),
    ])
    func `A listen address is read`(text: String, host: String, port: Int, isLoopback: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address == ListenAddress(host: host, port: port))
        #expect(address.isLoopback == isLoopback)
        #expect(address.description == text)
    }

    @Test(arguments: [
        "", "5000", ":5000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:5000", "[]:1", "[::1", "[::1]", "[a]:1", "a b:1",
        "http://a:1", "a/b:1", "a\u{0}:1", "ä:1",
    ])
    func `A malformed listen address is refused`(text: String) {
        #expect(ListenAddress(text) == nil)
    }
}
