/// What one worker did, to be merged with what the others did.
struct Tally: Sendable {
    private(set) var latencies: [UInt64] = []
    private(set) var bytes = 0
    private(set) var errors = 0
    private(set) var firstError: String?

    mutating func record(nanoseconds: UInt64, bytes: Int) {
        latencies.append(nanoseconds)
        self.bytes += bytes
    }

    mutating func record(_ error: any Error) {
        errors += 1
        if firstError == nil { firstError = "\(error)" }
    }

    mutating func merge(_ other: Tally) {
        latencies += other.latencies
        bytes += other.bytes
        errors += other.errors
        firstError = firstError ?? other.firstError
    }
}
