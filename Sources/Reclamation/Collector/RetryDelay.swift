/// How long to wait before something that failed is tried again.
enum RetryDelay {
    static let first: Duration = .seconds(10)
    static let longest: Duration = .seconds(86_400)

    /// Twice as long each time.
    static func after(attempts: Int) -> Duration {
        guard attempts > 1 else { return first }
        return attempts > 20 ? longest : min(longest, first * (1 << (attempts - 1)))
    }
}
