import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Asks the connection to send `100 Continue`: the request was not refused by its head, the body is wanted.
struct SendContinue: Sendable {}

/// Turns ``SendContinue`` into an informational response head (RFC 9110, 10.1.1). It sits below the handler that counts
/// responses, which would take an informational head for the answer.
final class ContinueHandler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is SendContinue else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        context.writeAndFlush(Self.wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: promise)
    }
}

@available(*, unavailable)
extension ContinueHandler: Sendable {}
