/// Counts attempts and says how long to wait before the next: a value that decides, without a clock of its own.
struct RetryBudget: Sendable {
    private let policy: RetryPolicy
    private let attempts: Int
    private var failures = 0

    init(_ policy: RetryPolicy, attempts: Int) {
        self.policy = policy
        self.attempts = attempts
    }

    /// Something got further: the count starts anew.
    mutating func noteProgress() {
        failures = 0
    }

    /// - Parameters:
    ///   - wish: What the server asked for in `Retry-After`.
    ///   - chance: From 0 to 1.
    /// - Returns: How long to wait, or `nil` to give up.
    mutating func pause(wish: Duration? = nil, chance: Double = .random(in: 0...1)) -> Duration? {
        failures += 1
        guard failures < attempts else { return nil }
        if let wish { return min(max(wish, policy.firstPause), policy.longestWish) }
        var pause = policy.firstPause
        for _ in 1..<failures where pause < policy.longestPause { pause *= 2 }
        return min(pause, policy.longestPause) * (1 - 0.25 * chance)
    }
}
