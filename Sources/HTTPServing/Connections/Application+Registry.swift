package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore

extension Application where Responder == ServingResponder {
    /// The plain HTTP/1.1 listener. On graceful shutdown it stops listening and finishes the requests in flight.
    ///
    /// - Parameters:
    ///   - hotPath: Answers from memory what it can, before the responder.
    ///   - port: 0 takes a free one.
    ///   - onRunning: Called with the port, once connections are accepted.
    package static func registry(
        responder: ServingResponder, hotPath: HotPath? = nil, host: String, port: Int, limits: ConnectionLimits,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void, logger: Logger
    ) -> Application {
        Application(
            responder: responder,
            server: HTTPServerBuilder { RegistryHTTP1Channel(responder: $0, serving: responder, hotPath: hotPath, limits: limits) },
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), availableConnectionsDelegate: MaximumAvailableConnections(limits.maximumConnections)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) },
            logger: logger)
    }
}
