import FoundationEssentials

/// A moment, in milliseconds since 1970-01-01 00:00 UTC; how the catalog stores times.
///
/// All times of the catalog come from one clock, given when it is opened, so that a test can set it. Age and order are
/// taken from these, never from file times.
package struct Timestamp: Hashable, Sendable {
    package let millisecondsSince1970: Int64

    package init(millisecondsSince1970: Int64) {
        self.millisecondsSince1970 = millisecondsSince1970
    }

    /// What the system's clock says.
    package static func now() -> Timestamp {
        Timestamp(millisecondsSince1970: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    /// The moment `duration` later, or earlier where it is negative. Parts of a millisecond are dropped.
    package func advanced(by duration: Duration) -> Timestamp {
        Timestamp(millisecondsSince1970: millisecondsSince1970 + duration.milliseconds)
    }

    /// The time from this moment to `other`; negative where `other` is earlier.
    package func duration(to other: Timestamp) -> Duration {
        .milliseconds(other.millisecondsSince1970 - millisecondsSince1970)
    }
}

extension Timestamp: Comparable {
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.millisecondsSince1970 < right.millisecondsSince1970
    }
}
