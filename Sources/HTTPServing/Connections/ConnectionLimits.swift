package import NIOCore

/// How long a connection may hold the server up.
package struct ConnectionLimits: Sendable {
    /// A connection that has no request in progress is closed after this.
    package var idleTimeout: TimeAmount
    /// A body that the server waits for and that brings nothing for this long is refused with 408; a connection whose client
    /// takes nothing of what was written for this long is closed.
    package var stallTimeout: TimeAmount

    /// With so many connections open, no more are accepted until one closes.
    package var maximumConnections: Int

    /// - Parameter bodyTimeout: ``stallTimeout``, by the name of its setting.
    package init(idleTimeout: TimeAmount, bodyTimeout: TimeAmount, maximumConnections: Int) {
        self.idleTimeout = idleTimeout
        self.stallTimeout = bodyTimeout
        self.maximumConnections = maximumConnections
    }
}
