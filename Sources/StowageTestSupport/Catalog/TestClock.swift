package import StageModel
import Synchronization

/// A clock that stands still until a test sets it.
package final class TestClock: Sendable {
    private let time: Mutex<Timestamp>
    private let began = ContinuousClock.now
    private let start: Timestamp

    /// Starts at a round moment of the past: 2023-11-14 22:13:20 UTC.
    package init(_ start: Timestamp = Timestamp(millisecondsSince1970: 1_700_000_000_000)) {
        self.time = Mutex(start)
        self.start = start
    }

    package var now: Timestamp {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }

    package func advance(by duration: Duration) {
        time.withLock { $0 = $0.advanced(by: duration) }
    }

    /// The clock as a store takes it.
    package var reading: @Sendable () -> Timestamp {
        { self.now }
    }

    /// The same time as one that is never set.
    package var instant: @Sendable () -> ContinuousClock.Instant {
        { self.began + .milliseconds(self.now.millisecondsSince1970 - self.start.millisecondsSince1970) }
    }
}
