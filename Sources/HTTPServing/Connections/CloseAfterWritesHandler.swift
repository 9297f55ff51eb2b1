import NIOCore
import NIOHTTPTypes

/// Holds a close back until the response before it has reached the socket.
///
/// Hummingbird closes a connection that has to end with the server right behind the end of its response, and NIO's close
/// drops what the socket has not taken yet: without this a pull in flight at SIGTERM lost its last windows, and the client
/// saw a clean end. So did one that had closed its side, since NIO then takes the close of ours for one of both. The wait for a client that doesn't read is ended by ``ConnectionTimersHandler``, which sits below.
final class CloseAfterWritesHandler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Ends of responses that are written and not yet sent. Writes are in order, so before an end everything was sent.
    private var unsentEnds = 0
    private var heldClose: (mode: CloseMode, promise: EventLoopPromise<Void>)?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = Self.unwrapOutboundIn(data) else {
            return context.write(data, promise: promise)
        }
        unsentEnds += 1
        let sent = promise ?? context.eventLoop.makePromise()
        sent.futureResult.assumeIsolatedUnsafeUnchecked().whenComplete { _ in
            self.unsentEnds -= 1
            if self.unsentEnds == 0 { self.closeIfHeld(context) }
        }
        context.write(data, promise: sent)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode != .input, unsentEnds > 0 else {
            return context.close(mode: mode, promise: promise)
        }
        if let held = heldClose {
            held.promise.futureResult.cascade(to: promise)
            if mode == .all { heldClose = (mode, held.promise) }
            return
        }
        heldClose = (mode, promise ?? context.eventLoop.makePromise())
    }

    private func closeIfHeld(_ context: ChannelHandlerContext) {
        guard let held = heldClose else { return }
        heldClose = nil
        context.close(mode: held.mode, promise: held.promise)
    }
}

@available(*, unavailable)
extension CloseAfterWritesHandler: Sendable {}
