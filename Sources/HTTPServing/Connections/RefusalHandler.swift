import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Answers what is no HTTP request, and ends the connection.
///
/// Hummingbird (2.28.1) answers it with an empty 400 that no metric counts and no log has. An error inside of a body goes on
/// to whoever reads the body. The answer waits for those of the requests before it. Behind it the connection is closed for
/// sending, and what the client still sends is dropped, so that it gets to read the answer before a reset.
final class RefusalHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long the client may take to end the connection.
    private static let grace: TimeAmount = .seconds(5)

    private let answer: (any Error) -> (head: HTTPResponse, body: ByteBuffer)
    /// Requests whose answer is not written to its end.
    private var unanswered = 0
    private var isBodyOpen = false
    /// Why the connection ends with the next answer.
    private var refused: (any Error)?
    private var end: Scheduled<Void>?

    /// - Parameter answer: Makes the answer; it will be sent.
    init(answer: @escaping (any Error) -> (head: HTTPResponse, body: ByteBuffer)) {
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // The codec drops a head that it can't convert and passes on the rest of the request.
        guard refused == nil else { return }
        switch Self.unwrapInboundIn(data) {
        case .head:
            unanswered += 1
            isBodyOpen = true
        case .body: break
        case .end: isBodyOpen = false
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(data, promise: promise)
        guard case .end = Self.unwrapOutboundIn(data) else { return }
        unanswered -= 1
        if let refused, unanswered == 0 { refuse(refused, context) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError || error is HTTP1TypeConversionError, !isBodyOpen else { return context.fireErrorCaught(error) }
        guard refused == nil else { return }
        // A connection that ended in the middle of a head.
        guard context.channel.isActive else { return context.fireErrorCaught(error) }
        refused = error
        if unanswered == 0 { refuse(error, context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end?.cancel()
        end = nil
    }

    private func refuse(_ error: any Error, _ context: ChannelHandlerContext) {
        guard end == nil else { return }
        let (head, body) = answer(error)
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(body)), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
        context.close(mode: .output, promise: nil)
        end = context.eventLoop.assumeIsolatedUnsafeUnchecked().scheduleTask(in: Self.grace) { context.close(promise: nil) }
    }
}

@available(*, unavailable)
extension RefusalHandler: Sendable {}
