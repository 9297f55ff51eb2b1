import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypesHTTP1

/// Hummingbird's HTTP/1 connection with six handlers more: answers from memory, answers to what is no request and to `Expect: 100-continue`, limits
/// on how long the client may keep the server waiting, word of a client that leaves, and a close that waits for what was
/// written. Hummingbird lacks them (2.28.1).
struct RegistryHTTP1Channel: HTTPChannelHandler {
    typealias Value = HTTP1Channel.Value

    private let base: HTTP1Channel
    private let serving: ServingResponder
    private let hotPath: HotPath?
    private let limits: ConnectionLimits

    var responder: Responder { base.responder }

    /// - Parameter serving: Gives the answers to what is no request; requests go to `responder`.
    init(responder: @escaping Responder, serving: ServingResponder, hotPath: HotPath?, limits: ConnectionLimits) {
        self.base = HTTP1Channel(
            responder: responder,
            configuration: HTTP1Channel.Configuration(
                httpDecoderConfiguration: .init(maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 64 * 1024, maxHeaderFieldCount: 128)
            )
        )
        self.serving = serving
        self.hotPath = hotPath
        self.limits = limits
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { [serving, hotPath, limits] value in
            // Up to a dozen of these wait in a connection's queue while the disk is the slower side: with 64 KiB, which is
            // what NIO grows to, 64 uploads would hold 40 MiB there, and be no faster.
            try channel.syncOptions?.setOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 4096, maximum: 32 * 1024))
            let pipeline = channel.pipeline.syncOperations
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            let activity = ConnectionActivity()
            if let hotPath {
                try pipeline.addHandler(
                    HotPathHandler(responder: hotPath.responder, activity: activity, metrics: hotPath.metrics), position: .first)
            }
            try pipeline.addHandlers(
                [
                    ConnectionTimersHandler(
                        idleTimeout: limits.idleTimeout, stallTimeout: limits.stallTimeout, activity: activity, eventLoop: channel.eventLoop),
                    CloseAfterWritesHandler(), ContinueHandler(), DepartureHandler(), RefusalHandler(answer: serving.refuse),
                ], position: .after(codec))
            return value
        }
    }

    func handle(value: Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
