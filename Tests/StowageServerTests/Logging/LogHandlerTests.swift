import FoundationEssentials
import Logging
import Testing

@testable import StowageServer

@Suite("Log lines")
struct LogHandlerTests {
    let lines = LogLines()

    @Test func `JSON has time, level, message and the metadata, flattened`() {
        var logger = lines.jsonLogger()
        logger[metadataKey: "request_id"] = "r1"
        logger.info("pushed", metadata: ["blob": ["size": "\(7)", "algorithm": "sha256"], "tags": ["a", "b"]])
        #expect(
            lines.all == [
                #"{"time":"2026-02-28T23:59:59.005Z","level":"info","message":"pushed","logger":"test","blob.algorithm":"sha256","#
                    + #""blob.size":"7","request_id":"r1","tags.0":"a","tags.1":"b"}"# + "\n"
            ])
    }

    @Test func `JSON stays one object a line whatever is logged`() throws {
        let hostile = "a\"b\\c\n\r\t\u{0}\u{1b}[31m\u{7f}\u{9b}\u{2028}ä🚢"
        lines.jsonLogger().error("\(hostile)", metadata: ["key\"\n": "\(hostile)", "message": "other"])
        let line = try #require(lines.all.first)
        #expect(line.filter { $0.isNewline } == "\n")
        #expect(!line.unicodeScalars.dropLast().contains { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) })
        let object = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        #expect(object["message"] == hostile)
        #expect(object["key\"\n"] == hostile)
        #expect(object["metadata.message"] == "other")
    }

    @Test func `A line's metadata wins over its logger's`() throws {
        var logger = lines.jsonLogger()
        logger[metadataKey: "a"] = "1"
        logger.info("x", metadata: ["a": "2"])
        #expect(lines.all.first?.contains(#""a":"2""#) == true)
    }

    @Test func `Less severe lines than the level are not written`() {
        var logger = lines.jsonLogger()
        logger.logLevel = .warning
        logger.info("x")
        #expect(lines.all.isEmpty)
    }

    @Test func `Text is for people`() {
        lines.textLogger(isColored: false).warning("disk is filling", metadata: ["free": "1 GiB", "path": "/data", "empty": ""])
        #expect(lines.all == ["2026-02-28T23:59:59.005Z warning  disk is filling empty=\"\" free=\"1 GiB\" path=/data\n"])
    }

    @Test func `Text can't start a new line or talk to the terminal`() {
        lines.textLogger(isColored: false).info("a\nb\u{1b}[31m", metadata: ["k\n": "v\n\u{9b}"])
        #expect(lines.all == ["2026-02-28T23:59:59.005Z info     a\\nb\\u001b[31m k\\n=v\\n\\u009b\n"])
    }

    @Test func `Text has colours where asked`() {
        lines.textLogger(isColored: true).error("x")
        #expect(lines.all == ["\u{1b}[2m2026-02-28T23:59:59.005Z\u{1b}[0m \u{1b}[31merror\u{1b}[0m    x\n"])
    }

    @Test(arguments: [
        (LogFormat.auto, true, [:], false, true), (.auto, false, [:], true, false), (.json, true, [:], true, true), (.text, false, [:], false, false),
        (.text, true, ["NO_COLOR": "1"], false, false), (.text, true, ["NO_COLOR": ""], false, true), (.text, true, ["TERM": "dumb"], false, false),
    ])
    func `The format follows the setting and the terminal`(
        format: LogFormat, isTerminal: Bool, environment: [String: String], isJSON: Bool, isColored: Bool
    ) {
        let logging = ServerLogging(ServerSettings.Log(format: format), isTerminal: isTerminal, environment: environment)
        #expect(logging.isJSON == isJSON)
        #expect(logging.isColored == isColored)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        (1_798_761_599_999, "2026-12-31T23:59:59.999Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ])
    func `A time is written as RFC 3339`(milliseconds: Int64, expected: String) {
        #expect(LogTime(millisecondsSince1970: milliseconds).description == expected)
    }
}
