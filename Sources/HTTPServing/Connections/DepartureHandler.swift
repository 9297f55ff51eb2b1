import NIOCore
import NIOHTTPTypes

/// Asks the connection to call back, once, when its client has closed its side or is gone; `nil` asks for no call any more.
struct WatchClient: Sendable {
    let hasLeft: (@Sendable () -> Void)?
}

/// Notices that nobody waits for the answer. NIO tells of the end of what a client sends also while nothing is read from it.
///
/// A client may close its sending side and still read. That is not told from a client that has gone before something is
/// written to it, so who asks must not leave such a client without an answer.
final class DepartureHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var hasLeft = false
    private var watch: (@Sendable () -> Void)?

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard let event = event as? WatchClient else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        watch = event.hasLeft
        if hasLeft { tell() }
        promise?.succeed()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { leave() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    private func leave() {
        hasLeft = true
        tell()
    }

    private func tell() {
        guard let watch else { return }
        self.watch = nil
        watch()
    }
}

@available(*, unavailable)
extension DepartureHandler: Sendable {}
