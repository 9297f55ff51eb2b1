import NIOCore

/// What the handlers at both ends of a connection's pipeline tell each other. Used on its event loop only.
final class ConnectionActivity {
    /// Requests that were handed on, and are not answered to their end.
    private(set) var unanswered = 0
    /// When the hot path answered last.
    private(set) var servedAt: NIODeadline?

    /// The client takes nothing any more: no close waits for it.
    private(set) var isAbandoned = false

    func handedOn() {
        unanswered += 1
    }

    /// The end of an answer was written.
    func answered() {
        // An answer to what was no request has none to end.
        unanswered = max(0, unanswered - 1)
    }

    func abandon() {
        isAbandoned = true
    }

    func served(at now: NIODeadline) {
        servedAt = now
    }
}

@available(*, unavailable)
extension ConnectionActivity: Sendable {}
