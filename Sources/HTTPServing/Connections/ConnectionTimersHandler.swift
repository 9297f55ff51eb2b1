import NIOCore
import NIOHTTPTypes

/// The client stopped sending in the middle of a body.
struct BodyTimeoutError: Error {}

/// Carries out what ``ConnectionTimers`` decides: fails the inbound stream with ``BodyTimeoutError``, or closes.
///
/// Hummingbird's own timer (2.28.1) takes a request whose end is not read for idle, also while the server holds its body
/// back, and never ends an answer that nobody reads. The handler sits next to the codec: it sees every write, and its close
/// waits for none.
final class ConnectionTimersHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart
    typealias Measure = (any Channel) -> EventLoopFuture<OutboundProgress>

    private let measure: Measure
    private let activity: ConnectionActivity
    private var timers: ConnectionTimers
    private var check: Scheduled<Void>?

    /// Must be called on the connection's event loop, which gives the time.
    init(
        idleTimeout: TimeAmount, stallTimeout: TimeAmount, activity: ConnectionActivity = ConnectionActivity(), eventLoop: any EventLoop,
        measure: @escaping Measure = OutboundProgress.measure
    ) {
        self.activity = activity
        self.timers = ConnectionTimers(idleTimeout: idleTimeout, stallTimeout: stallTimeout, now: eventLoop.now)
        self.measure = measure
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive, check == nil { schedule(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stop()
    }

    func channelActive(context: ChannelHandlerContext) {
        if check == nil { schedule(context) }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        timers.received(Self.unwrapInboundIn(data), at: context.eventLoop.now)
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        timers.readEnded()
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        timers.readIsOutstanding(at: context.eventLoop.now)
        context.read()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = Self.unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        timers.answered(at: context.eventLoop.now)
        context.write(data, promise: promise)
        // What the hot path writes now comes behind it.
        activity.answered()
    }

    private func stop() {
        check?.cancel()
        check = nil
    }

    private func schedule(_ context: ChannelHandlerContext) {
        let next = timers.nextCheck(after: context.eventLoop.now)
        check = context.eventLoop.assumeIsolatedUnsafeUnchecked().scheduleTask(deadline: next) {
            self.measure(context.channel).assumeIsolatedUnsafeUnchecked().whenSuccess { self.judge($0, context) }
        }
    }

    private func judge(_ outbound: OutboundProgress, _ context: ChannelHandlerContext) {
        guard check != nil else { return }
        if let servedAt = activity.servedAt { timers.served(at: servedAt) }
        let verdict = timers.verdict(outbound: outbound, at: context.eventLoop.now)
        schedule(context)
        switch verdict {
        case .goOn: break
        case .failBody: context.fireErrorCaught(BodyTimeoutError())
        case .close:
            activity.abandon()
            context.close(promise: nil)
        }
    }
}

@available(*, unavailable)
extension ConnectionTimersHandler: Sendable {}
