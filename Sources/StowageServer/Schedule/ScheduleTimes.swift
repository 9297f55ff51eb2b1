import StageModel

/// Knows when a schedule is due next, by a clock that may be set.
///
/// A time that passes while something runs, or while the machine sleeps for less than a day, is made up for once. After a start the
/// next time is waited for.
struct ScheduleTimes: Sendable {
    private let schedule: CronSchedule
    private(set) var next: Timestamp
    private var seen: Timestamp

    init(_ schedule: CronSchedule, now: Timestamp) {
        self.schedule = schedule
        self.next = schedule.next(after: now)
        self.seen = now
    }

    /// Looks at the clock.
    ///
    /// - Returns: Whether it is time; the next time is the one after that then.
    mutating func isDue(at now: Timestamp) -> Bool {
        defer { seen = now }
        // Set back or forward so far that what was waited for has lost its meaning.
        if abs(now.millisecondsSince1970 - seen.millisecondsSince1970) > Self.day {
            next = schedule.next(after: now)
            return false
        }
        guard now >= next else { return false }
        next = schedule.next(after: now)
        return true
    }

    private static let day: Int64 = 86_400_000
}
