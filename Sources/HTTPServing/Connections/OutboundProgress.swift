import NIOCore

/// How much of what was written the client has taken. Two that are equal, some time apart, are no progress.
struct OutboundProgress: Equatable, Sendable {
    /// Bytes that wait for the socket.
    var waiting = 0
    /// Bytes that the client's side has acknowledged, where the system tells.
    ///
    /// It moves long before the socket takes more: Linux asks for more only when a third of the socket's buffer is free,
    /// which is megabytes, and a slow reader needs minutes for them.
    var acknowledged: UInt64 = 0

    /// What the channel's socket says. Must be called on its event loop.
    static func measure(_ channel: any Channel) -> EventLoopFuture<OutboundProgress> {
        let waiting: Int
        do {
            waiting = try channel.syncOptions?.getOption(.bufferedWritableBytes) ?? 0
        } catch {
            // Closed: nothing waits any more.
            waiting = 0
        }
        guard waiting > 0, let acknowledged = acknowledged(channel) else {
            return channel.eventLoop.makeSucceededFuture(OutboundProgress(waiting: waiting))
        }
        return acknowledged.map { OutboundProgress(waiting: waiting, acknowledged: $0) }
            .flatMapErrorThrowing { _ in OutboundProgress(waiting: waiting) }
    }

    private static func acknowledged(_ channel: any Channel) -> EventLoopFuture<UInt64>? {
        #if os(Linux)
            guard let socket = channel as? any SocketOptionProvider else { return nil }
            let info: EventLoopFuture<TCPInfo> = socket.unsafeGetSocketOption(level: .tcp, name: .tcp_info)
            return info.map(\.acknowledged)
        #else
            return nil
        #endif
    }
}

#if os(Linux)
    /// The beginning of `struct tcp_info` of Linux 4.1 and later. The one of Glibc's headers ends before `tcpi_bytes_acked`.
    private struct TCPInfo: Sendable {
        private typealias Words = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

        private var first: Words = (0, 0, 0, 0, 0, 0, 0, 0)
        private var second: Words = (0, 0, 0, 0, 0, 0, 0, 0)

        /// `tcpi_bytes_acked`, at byte 120.
        var acknowledged: UInt64 { second.7 }
    }
#endif
