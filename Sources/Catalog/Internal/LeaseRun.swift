import StageModel

/// The time since everybody's lease was given its full time, since nobody could renew before.
///
/// Rows know in which run they were written. So nothing has to be written, or looked through, when a run begins.
struct LeaseRun: Sendable {
    let id: Int64
    let beganAt: Timestamp

    init(beganAt: Timestamp) {
        self.id = Int64.random(in: Int64.min...Int64.max)
        self.beganAt = beganAt
    }
}
