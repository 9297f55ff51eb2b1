/// Counts attempts and says how long to wait before the next: a value that decides, without a clock of its own.
struct RetryBudget: Sendable {
    private let policy: RetryPolicy
    private let attempts: Int
    private var failures = 0
    /// Where the count started anew the last time.
    private var mark: Int64 = 0

    init(_ policy: RetryPolicy, attempts: Int) {
        self.policy = policy
        self.attempts = attempts
    }

    /// Bytes that count as progress: a connection that carries fewer before it breaks would take thousands for a blob.
    static let stride: Int64 = 64 << 10

    /// Says how far it came; the count starts anew with each stride.
    mutating func note(offset: Int64) {
        guard offset >= mark + Self.stride else { return }
        mark = offset
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
