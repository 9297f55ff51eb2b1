package import NIOCore

/// How long a connection may hold the server up.
package struct ConnectionLimits: Sendable {
    /// A connection that has no request in progress, or receives nothing of one, is closed after this.
    package var idleTimeout: TimeAmount
    /// A body that the server waits for and that brings nothing for this long is refused with 408.
    package var bodyTimeout: TimeAmount

    /// With so many connections open, no more are accepted until one closes.
    package var maximumConnections: Int

    package init(idleTimeout: TimeAmount, bodyTimeout: TimeAmount, maximumConnections: Int) {
        self.idleTimeout = idleTimeout
        self.bodyTimeout = bodyTimeout
        self.maximumConnections = maximumConnections
    }
}
