import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import HTTPServing

@Suite struct BodyTimeoutHandlerTests {
    static let head = HTTPRequestPart.head(HTTPRequest(method: .put, scheme: nil, authority: "a", path: "/"))
    static let piece = HTTPRequestPart.body(ByteBuffer(string: "x"))

    /// A channel whose reads are asked for by the test alone.
    private static func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: BodyTimeoutHandler(timeout: .seconds(10)))
        _ = try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    /// What a socket does with what it received: the parts, then the end of the batch.
    private static func receive(_ parts: HTTPRequestPart..., on channel: EmbeddedChannel) throws {
        for part in parts { try channel.writeInbound(part) }
    }

    private static func timedOut(_ channel: EmbeddedChannel) -> Bool {
        do {
            try channel.throwIfErrorCaught()
            return false
        } catch {
            #expect(error is BodyTimeoutError)
            return true
        }
    }

    @Test func aBodyThatIsWantedAndDoesNotComeFails() throws {
        let channel = try Self.channel()
        try Self.receive(Self.head, Self.piece, on: channel)
        channel.read()
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        #expect(!Self.timedOut(channel))
        channel.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(Self.timedOut(channel))
    }

    @Test func eachPieceGivesNewTime() throws {
        let channel = try Self.channel()
        try Self.receive(Self.head, on: channel)
        for _ in 0..<10 {
            channel.read()
            channel.embeddedEventLoop.advanceTime(by: .seconds(9))
            try Self.receive(Self.piece, on: channel)
        }
        #expect(!Self.timedOut(channel))
    }

    /// Nobody reads: the server is busy with what it has, and the client waits for it.
    @Test func aBodyThatTheServerHoldsBackIsNotTheClientsFault() throws {
        let channel = try Self.channel()
        try Self.receive(Self.head, Self.piece, on: channel)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1000))
        #expect(!Self.timedOut(channel))
        // From when it is wanted, it has the whole time.
        channel.read()
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        #expect(!Self.timedOut(channel))
        channel.embeddedEventLoop.advanceTime(by: .seconds(11))
        #expect(Self.timedOut(channel))
    }

    @Test func aCompleteRequestHasNoLimit() throws {
        let channel = try Self.channel()
        try Self.receive(Self.head, Self.piece, .end(nil), on: channel)
        channel.read()
        channel.embeddedEventLoop.advanceTime(by: .seconds(1000))
        #expect(!Self.timedOut(channel))
    }

    @Test func theNextRequestIsWatchedToo() throws {
        let channel = try Self.channel()
        try Self.receive(Self.head, .end(nil), Self.head, Self.piece, on: channel)
        channel.read()
        channel.embeddedEventLoop.advanceTime(by: .seconds(21))
        #expect(Self.timedOut(channel))
    }

    @Test func aClosedConnectionLeavesNoTimer() throws {
        let channel = try Self.channel()
        try Self.receive(Self.head, Self.piece, on: channel)
        channel.read()
        _ = try channel.finish()
        channel.embeddedEventLoop.advanceTime(by: .seconds(1000))
        #expect(!Self.timedOut(channel))
    }
}
