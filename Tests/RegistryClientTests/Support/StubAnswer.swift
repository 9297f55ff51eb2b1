import Foundation

struct StubAnswer: Sendable {
    var status = 200
    var headers: [String: String] = [:]
    var body: [UInt8] = []
    /// What Content-Length says, where it lies.
    var length: Int?
    /// Bytes of the body that are sent before the connection is cut.
    var cutAfter: Int?
    /// Has a length and no body.
    var isHead = false
    /// Cuts the connection instead of an answer.
    var isLost = false
    /// Waits before the answer.
    var delay: TimeInterval = 0

    static let lost = StubAnswer(isLost: true)

    static func json(_ text: String, status: Int = 200) -> StubAnswer {
        StubAnswer(status: status, headers: ["Content-Type": "application/json"], body: Array(text.utf8))
    }

    static func error(_ status: Int, _ code: String, _ message: String, headers: [String: String] = [:]) -> StubAnswer {
        StubAnswer(status: status, headers: headers, body: Array(#"{"errors":[{"code":"\#(code)","message":"\#(message)"}]}"#.utf8))
    }

    /// - Returns: False where the connection ends.
    func send(over socket: LoopbackSocket) -> Bool {
        if delay > 0 { Thread.sleep(forTimeInterval: delay) }
        guard !isLost else { return false }
        var head = "HTTP/1.1 \(status) Stub\r\nContent-Length: \(length ?? body.count)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        let sent = socket.write(Array((head + "\r\n").utf8) + body.prefix(cutAfter ?? body.count))
        return sent && isHead || sent && cutAfter == nil && (length ?? body.count) == body.count
    }
}
