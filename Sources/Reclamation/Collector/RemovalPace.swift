/// Bounds how many things are removed in a second.
///
/// Nothing is saved up: after a silence it begins with one batch, and not with all that could have been removed meanwhile.
struct RemovalPace {
    /// `nil`: as fast as it goes.
    let maximumRate: Int?
    private var next: ContinuousClock.Instant?

    init(maximumRate: Int?) {
        self.maximumRate = maximumRate.map { max(1, $0) }
    }

    /// How many at most make a batch, so that removals are spread over the second.
    func batch(upTo limit: Int) -> Int {
        maximumRate.map { min(limit, max(1, $0 / 10)) } ?? limit
    }

    /// How long to wait before the next batch.
    func delay(at now: ContinuousClock.Instant) -> Duration {
        next.map { max(.zero, $0 - now) } ?? .zero
    }

    /// Counts what was removed, or is about to be.
    mutating func count(_ removed: Int, at now: ContinuousClock.Instant) {
        guard let maximumRate, removed > 0 else { return }
        next = max(next ?? now, now) + .seconds(1) * removed / maximumRate
    }
}
