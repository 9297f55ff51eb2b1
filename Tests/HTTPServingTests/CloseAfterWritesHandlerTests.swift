import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import HTTPServing

@Suite struct CloseAfterWritesHandlerTests {
    /// A socket that takes what was written when it is told to.
    private final class SlowSocket: ChannelOutboundHandler {
        typealias OutboundIn = HTTPResponsePart
        var unsent: [EventLoopPromise<Void>] = []

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            if let promise { unsent.append(promise) }
        }
    }

    @Test func aCloseWaitsForTheEndsOfAnswersAndForNothingElse() throws {
        let socket = SlowSocket()
        let channel = EmbeddedChannel(handlers: [socket, CloseAfterWritesHandler()])
        _ = try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        for _ in 0..<2 {
            channel.write(HTTPResponsePart.head(HTTPResponse(status: .ok)), promise: nil)
            channel.write(HTTPResponsePart.end(nil), promise: nil)
        }
        channel.close(promise: nil)
        channel.close(promise: nil)
        channel.embeddedEventLoop.run()
        #expect(channel.isActive)
        try #require(socket.unsent.count == 2)
        socket.unsent[0].succeed()
        #expect(channel.isActive)
        socket.unsent[1].succeed()
        #expect(!channel.isActive)
        // No timer is left that would close what stands here next.
        channel.embeddedEventLoop.advanceTime(by: .hours(1))
    }

    @Test func aCloseInTheMiddleOfAnAnswerIsAtOnce() throws {
        let channel = EmbeddedChannel(handlers: [SlowSocket(), CloseAfterWritesHandler()])
        _ = try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        channel.write(HTTPResponsePart.head(HTTPResponse(status: .ok)), promise: nil)
        channel.close(promise: nil)
        #expect(!channel.isActive)
    }
}
