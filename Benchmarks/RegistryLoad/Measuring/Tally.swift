/// What one worker did, to be merged with what the others did.
struct Tally: Sendable {
    private(set) var latencies: [UInt64] = []
    /// When each operation was due, on the monotonic clock; in the order of `latencies`, and only where that is told.
    private(set) var moments: [UInt64] = []
    private(set) var bytes = 0
    private(set) var errors = 0
    private(set) var firstError: String?

    mutating func record(nanoseconds: UInt64, bytes: Int, at moment: UInt64? = nil) {
        latencies.append(nanoseconds)
        if let moment { moments.append(moment) }
        self.bytes += bytes
    }

    mutating func record(_ error: any Error) {
        errors += 1
        if firstError == nil { firstError = "\(error)" }
    }

    mutating func merge(_ other: Tally) {
        latencies += other.latencies
        moments += other.moments
        bytes += other.bytes
        errors += other.errors
        firstError = firstError ?? other.firstError
    }
}
