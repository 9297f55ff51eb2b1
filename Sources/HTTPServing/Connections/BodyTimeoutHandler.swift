import NIOCore
import NIOHTTPTypes

/// The client stopped sending in the middle of a body.
struct BodyTimeoutError: Error {}

/// Fails the inbound stream with ``BodyTimeoutError`` when a body is wanted and nothing of it arrives for too long.
///
/// The clock runs only while a read is outstanding: a body that waits because the server holds it back (a slow disk, back-
/// pressure) is not the client's fault.
final class BodyTimeoutHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let timeout: TimeAmount
    private var isBodyOpen = false
    private var readsSince: NIODeadline?
    private var task: Scheduled<Void>?

    init(timeout: TimeAmount) {
        self.timeout = timeout
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head: isBodyOpen = true
        case .body: break
        case .end: isBodyOpen = false
        }
        if readsSince != nil { readsSince = context.eventLoop.now }
        context.fireChannelRead(data)
        if isBodyOpen, task == nil { schedule(context: context, after: timeout) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        readsSince = nil
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if readsSince == nil { readsSince = context.eventLoop.now }
        context.read()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        task?.cancel()
        task = nil
    }

    private func schedule(context: ChannelHandlerContext, after delay: TimeAmount) {
        task = context.eventLoop.assumeIsolatedUnsafeUnchecked().scheduleTask(in: delay) {
            self.task = nil
            guard self.isBodyOpen else { return }
            guard let since = self.readsSince else { return self.schedule(context: context, after: self.timeout) }
            let waited = context.eventLoop.now - since
            if waited >= self.timeout {
                context.fireErrorCaught(BodyTimeoutError())
            } else {
                self.schedule(context: context, after: self.timeout - waited)
            }
        }
    }
}

@available(*, unavailable)
extension BodyTimeoutHandler: Sendable {}
