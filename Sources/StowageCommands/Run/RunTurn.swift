/// What one run holds and has found out.
struct RunTurn {
    var waitingSince: ContinuousClock.Instant?
    var hasAsked = false
    var mayHoldLease = false
    var buildDuration: Duration?
    var pushed: StageUpload.Pushed?
    private(set) var locks: OutputLocks?

    mutating func unlock() { locks = nil }
    mutating func hold(_ locks: OutputLocks) { self.locks = locks }
}
