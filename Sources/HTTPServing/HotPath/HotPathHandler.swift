import HTTPTypes
import NIOCore

/// Answers plain requests from memory, before they are parsed for the routes; the first handler of a connection's pipeline.
///
/// It follows where requests begin and end, also those that it hands on, and answers one only while none before it waits for its
/// answer. From the first bytes on whose place it can't be sure of, it hands everything on.
final class HotPathHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private enum Place {
        /// Behind the end of a request.
        case boundary
        /// In the body of one that was handed on; so many bytes are to come.
        case body(Int)
        case unknown
    }

    /// The other parser allows heads of this size, and refuses what is larger.
    private static let headLimit = 16 * 1024
    /// A larger body is not copied behind its head.
    private static let copyLimit = 16 * 1024

    private let responder: any HotResponder
    private let activity: ConnectionActivity
    private let metrics: ServingMetrics
    private var place = Place.boundary
    /// The beginning of a head.
    private var pending: ByteBuffer?
    private var isFlushOwed = false

    init(responder: any HotResponder, activity: ConnectionActivity, metrics: ServingMetrics) {
        self.responder = responder
        self.activity = activity
        self.metrics = metrics
    }

    // MARK: What comes in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .unknown = place { return context.fireChannelRead(data) }
        var bytes = Self.unwrapInboundIn(data)
        if var begun = pending {
            begun.writeBuffer(&bytes)
            bytes = begun
            pending = nil
        }
        while bytes.readableBytes > 0 { take(&bytes, context) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isFlushOwed {
            isFlushOwed = false
            context.flush()
        }
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { handOnPending(context) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        handOnPending(context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        handOnPending(context)
    }

    /// Deals with the bytes up to the next place that it knows.
    private func take(_ bytes: inout ByteBuffer, _ context: ChannelHandlerContext) {
        switch place {
        case .unknown:
            handOn(bytes.readableBytes, of: &bytes, context)
        case .body(let length):
            let count = min(length, bytes.readableBytes)
            place = count == length ? .boundary : .body(length - count)
            handOn(count, of: &bytes, context)
        case .boundary:
            let start = NIODeadline.now()
            switch bytes.withUnsafeReadableBytes({ RequestHead.read($0) }) {
            case .incomplete where bytes.readableBytes < Self.headLimit:
                pending = bytes
                bytes.moveReaderIndex(forwardBy: bytes.readableBytes)
            case .incomplete, .strange:
                place = .unknown
            case .head(let head):
                // A second one before the first is answered: the routes keep the order.
                guard activity.unanswered == 0 else { return place = .unknown }
                if answer(head, in: bytes, since: start, context) {
                    bytes.moveReaderIndex(forwardBy: head.length)
                } else {
                    activity.handedOn()
                    place = head.bodyLength > 0 ? .body(head.bodyLength) : .boundary
                    handOn(head.length, of: &bytes, context)
                }
            }
        }
    }

    private func handOn(_ count: Int, of bytes: inout ByteBuffer, _ context: ChannelHandlerContext) {
        guard let slice = bytes.readSlice(length: count) else { return }
        context.fireChannelRead(Self.wrapInboundOut(slice))
    }

    private func handOnPending(_ context: ChannelHandlerContext) {
        guard let begun = pending else { return }
        pending = nil
        place = .unknown
        context.fireChannelRead(Self.wrapInboundOut(begun))
    }

    // MARK: What goes out

    /// - Returns: False where the routes have to answer.
    private func answer(_ head: RequestHead, in bytes: ByteBuffer, since start: NIODeadline, _ context: ChannelHandlerContext) -> Bool {
        guard head.isPlain, head.method != .other, context.channel.isWritable else { return false }
        let isHead = head.method == .head
        let answer = bytes.withUnsafeReadableBytes { bytes in
            responder.answer(UnsafeRawBufferPointer(rebasing: bytes[head.target]), isHead: isHead)
        }
        guard let answer else { return false }
        let copied = isHead ? 0 : answer.body.readableBytes <= Self.copyLimit ? answer.body.readableBytes : 0
        var buffer = context.channel.allocator.buffer(capacity: answer.fields.readableBytes + 160 + copied)
        buffer.writeStaticString("HTTP/1.1 200 OK\r\n")
        buffer.writeImmutableBuffer(answer.fields)
        buffer.writeStaticString("Content-Length: ")
        buffer.writeString(String(answer.body.readableBytes))
        buffer.writeStaticString("\r\nX-Request-Id: ")
        RequestIDs.writeNext(to: &buffer)
        buffer.writeStaticString("\r\n")
        HTTPDate.withField { field in _ = buffer.writeBytes(field) }
        buffer.writeStaticString("\r\n")
        if copied > 0 { buffer.writeImmutableBuffer(answer.body) }
        context.write(Self.wrapOutboundOut(.byteBuffer(buffer)), promise: nil)
        if !isHead, copied < answer.body.readableBytes { context.write(Self.wrapOutboundOut(.byteBuffer(answer.body)), promise: nil) }
        isFlushOwed = true
        let now = NIODeadline.now()
        activity.served(at: now)
        metrics.recordSent(isHead ? 0 : Int64(answer.body.readableBytes))
        metrics.record(isHead ? .head : .get, route: answer.route, status: .ok, duration: .nanoseconds((now - start).nanoseconds))
        return true
    }

    /// NIO's close drops what the socket has not taken; so does the close of one side where the other is closed already.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode != .input, !activity.isAbandoned, isFlushOwed || isWaiting(context.channel) else {
            return context.close(mode: mode, promise: promise)
        }
        isFlushOwed = false
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolatedUnsafeUnchecked().whenComplete { _ in context.close(mode: mode, promise: promise) }
        context.writeAndFlush(Self.wrapOutboundOut(.byteBuffer(ByteBuffer())), promise: sent)
    }

    private func isWaiting(_ channel: any Channel) -> Bool {
        do {
            return try channel.syncOptions?.getOption(.bufferedWritableBytes) ?? 0 > 0
        } catch {
            // Closed: nothing waits any more.
            return false
        }
    }
}

@available(*, unavailable)
extension HotPathHandler: Sendable {}
