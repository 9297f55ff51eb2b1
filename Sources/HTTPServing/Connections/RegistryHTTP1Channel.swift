import Hummingbird
package import HummingbirdCore
package import Logging
package import NIOCore
import NIOHTTPTypesHTTP1

/// Hummingbird's HTTP/1 connection with two handlers more: the answer to `Expect: 100-continue` and a limit on how long a
/// body may stand still. Hummingbird has neither (2.28.1).
package struct RegistryHTTP1Channel: HTTPChannelHandler {
    package typealias Value = HTTP1Channel.Value

    private let base: HTTP1Channel
    private let bodyTimeout: TimeAmount

    package var responder: Responder { base.responder }

    init(responder: @escaping Responder, limits: ConnectionLimits) {
        self.base = HTTP1Channel(
            responder: responder,
            configuration: HTTP1Channel.Configuration(
                idleTimeout: limits.idleTimeout,
                httpDecoderConfiguration: .init(maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 64 * 1024, maxHeaderFieldCount: 128)
            )
        )
        self.bodyTimeout = limits.bodyTimeout
    }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { [bodyTimeout] value in
            let pipeline = channel.pipeline.syncOperations
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            try pipeline.addHandlers([ContinueHandler(), BodyTimeoutHandler(timeout: bodyTimeout)], position: .after(codec))
            return value
        }
    }

    package func handle(value: Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}

extension HTTPServerBuilder {
    /// The plain HTTP/1.1 listener.
    package static func registryHTTP1(limits: ConnectionLimits) -> HTTPServerBuilder {
        HTTPServerBuilder { RegistryHTTP1Channel(responder: $0, limits: limits) }
    }
}
