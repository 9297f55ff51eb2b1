import StageModel

/// Decides what a request for a lease does next: a value without a clock. Each time it is woken it looks at the signature, if
/// one was named, and then asks for the lease.
struct LeasePoll: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case ask(patience: Duration)
        /// To be woken earlier by a change.
        case sleep(Duration)
        case appeared
        case granted(LeaseQueue.Holder)
        case waiting(position: Int)
    }

    /// How long a place in the queue is kept behind the answer.
    static let patience: Duration = .seconds(60)
    /// A moment that has come by one clock may not have by another.
    private static let shortestSleep: Duration = .milliseconds(10)

    /// The stage has appeared when the signature's generation is above this; `nil` waits for the lease alone.
    let generation: Int64?
    /// How long the client lets the server wait, from the beginning of the request.
    let wait: Duration

    /// - Parameters:
    ///   - current: The signature's generation.
    ///   - elapsed: Since the beginning of the request.
    func step(seeing current: Int64?, elapsed: Duration) -> Step {
        if let generation, let current, current > generation { return .appeared }
        return .ask(patience: max(.zero, wait - elapsed) + Self.patience)
    }

    /// - Parameter mayWait: False where the server stops, or too many wait already.
    func step(after acquisition: LeaseQueue.Acquisition, elapsed: Duration, at now: Timestamp, mayWait: Bool) -> Step {
        switch acquisition {
        case .granted(let holder): return .granted(holder)
        case .waiting(let position, let until):
            let left = wait - elapsed
            if !mayWait || left <= .zero { return .waiting(position: position) }
            return .sleep(min(left, max(Self.shortestSleep, now.duration(to: until))))
        }
    }
}
