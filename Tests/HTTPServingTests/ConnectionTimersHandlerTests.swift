import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import HTTPServing

@Suite struct ConnectionTimersHandlerTests {
    static let head = HTTPRequestPart.head(HTTPRequest(method: .put, scheme: nil, authority: "a", path: "/"))
    static let piece = HTTPRequestPart.body(ByteBuffer(string: "x"))

    /// A channel whose reads are asked for by the test alone.
    private static func channel() throws -> EmbeddedChannel {
        try Self.channel { $0.eventLoop.makeSucceededFuture(OutboundProgress()) }
    }

    private static func channel(measure: @escaping ConnectionTimersHandler.Measure) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(
            ConnectionTimersHandler(idleTimeout: .seconds(30), stallTimeout: .seconds(10), eventLoop: channel.eventLoop, measure: measure))
        _ = try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    private static func answer(on channel: EmbeddedChannel) throws {
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
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

    // MARK: - Idle connections

    @Test func aConnectionWithoutARequestIsClosed() throws {
        let channel = try Self.channel()
        channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func idlenessBeginsWithTheEndOfTheAnswer() throws {
        let channel = try Self.channel()
        try Self.receive(Self.head, .end(nil), on: channel)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1000))
        #expect(channel.isActive)
        try Self.answer(on: channel)
        channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    /// The server is busy with what it has; that its body has not been read to its end doesn't make the connection idle.
    @Test func anUploadThatTheServerHoldsBackIsNotIdle() throws {
        let channel = try Self.channel()
        try Self.receive(Self.head, Self.piece, on: channel)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1000))
        #expect(channel.isActive)
        #expect(!Self.timedOut(channel))
    }

    // MARK: - Stalled answers

    @Test func aClientThatTakesNothingIsDropped() throws {
        let channel = try Self.channel { $0.eventLoop.makeSucceededFuture(OutboundProgress(waiting: 100, acknowledged: 5)) }
        try Self.receive(Self.head, .end(nil), on: channel)
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(4))
        #expect(!channel.isActive)
    }

    /// The socket takes nothing for minutes, and still the client reads.
    @Test func aClientThatTakesALittleLives() throws {
        let channel = try Self.channel { channel in
            channel.eventLoop.makeSucceededFuture(
                OutboundProgress(waiting: 100, acknowledged: channel.eventLoop.now.uptimeNanoseconds / 9_000_000_000))
        }
        try Self.receive(Self.head, .end(nil), on: channel)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1000))
        #expect(channel.isActive)
    }
}
