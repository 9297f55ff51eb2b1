import NIOCore
import NIOHTTPTypes

/// Decides when a connection keeps the server waiting for too long. It is told what happens and asked now and then.
///
/// Only the client's delays count. A request whose body nobody wants at the moment, and one that is being worked on, have
/// all the time that the server takes.
struct ConnectionTimers {
    enum Verdict: Equatable {
        case goOn
        /// A body that the server waits for does not come. Said once a body.
        case failBody
        case close
    }

    private let idleTimeout: TimeAmount
    private let stallTimeout: TimeAmount
    /// Requests whose head was read and whose answer is not written to its end.
    private var unanswered = 0
    private var idleSince: NIODeadline
    private var isBodyOpen = false
    /// Since when a read is outstanding or, later, when it last brought something.
    private var wantedSince: NIODeadline?
    private var outbound = OutboundProgress()
    private var outboundSince: NIODeadline

    /// - Parameters:
    ///   - idleTimeout: For a connection without a request.
    ///   - stallTimeout: For a body that is waited for, and for an answer of which the client takes nothing.
    init(idleTimeout: TimeAmount, stallTimeout: TimeAmount, now: NIODeadline) {
        self.idleTimeout = idleTimeout
        self.stallTimeout = stallTimeout
        self.idleSince = now
        self.outboundSince = now
    }

    mutating func received(_ part: HTTPRequestPart, at now: NIODeadline) {
        switch part {
        case .head:
            unanswered += 1
            isBodyOpen = true
        case .body: break
        case .end: isBodyOpen = false
        }
        idleSince = now
        if wantedSince != nil { wantedSince = now }
    }

    mutating func readIsOutstanding(at now: NIODeadline) {
        if wantedSince == nil { wantedSince = now }
    }

    mutating func readEnded() {
        wantedSince = nil
    }

    /// The end of an answer was written.
    mutating func answered(at now: NIODeadline) {
        // An answer to what was no request has none to end.
        unanswered = max(0, unanswered - 1)
        idleSince = now
    }

    /// A request was answered that came by no part.
    mutating func served(at time: NIODeadline) {
        idleSince = max(idleSince, time)
    }

    mutating func verdict(outbound current: OutboundProgress, at now: NIODeadline) -> Verdict {
        if current != outbound {
            outbound = current
            outboundSince = now
            idleSince = now
        }
        if outbound.waiting > 0, now - outboundSince >= stallTimeout { return .close }
        if unanswered == 0, outbound.waiting == 0, now - idleSince >= idleTimeout { return .close }
        if isBodyOpen, let wantedSince, now - wantedSince >= stallTimeout {
            isBodyOpen = false
            return .failBody
        }
        return .goOn
    }

    /// When to ask again: at the next moment that could end a wait, and often enough to see progress between.
    func nextCheck(after now: NIODeadline) -> NIODeadline {
        var next = now + .nanoseconds(max(1_000_000, min(idleTimeout, stallTimeout).nanoseconds / 4))
        if isBodyOpen, let wantedSince { next = min(next, wantedSince + stallTimeout) }
        if outbound.waiting > 0 { next = min(next, outboundSince + stallTimeout) }
        if unanswered == 0 { next = min(next, idleSince + idleTimeout) }
        return max(next, now + .milliseconds(1))
    }
}
