/// Decides whether a stage may be published, and under which unique id.
package enum StageAdmission: Hashable, Sendable {
    case admitted(uniqueID: Int64)
    /// Something changed under the signature since it was looked up.
    case moved
    /// The lease under which the stage was built was granted to somebody else since.
    case leaseLost
    /// No unique id is left from now on: the clock is wrong.
    case exhausted

    /// - Parameters:
    ///   - expected: The signature's generation when it was looked up.
    ///   - current: The one it has.
    ///   - lease: The lease under which the stage was built, and the fencing token that came with it.
    ///   - isTaken: Whether the signature has a stage of this unique id, or something else in its place.
    package init(
        expecting expected: Int64, current: Int64, lease: (queue: LeaseQueue, token: Int64)?, at now: Timestamp,
        isTaken: (_ uniqueID: Int64) throws -> Bool
    ) rethrows {
        // First, since whoever took the lease over has often published too, and then both are true.
        if let lease, !lease.queue.isCurrent(lease.token) {
            self = .leaseLost
        } else if expected != current {
            self = .moved
        } else if let id = try Self.uniqueID(at: now, isTaken: isTaken) {
            self = .admitted(uniqueID: id)
        } else {
            self = .exhausted
        }
    }

    /// The first id from `now` on that is free. After very many ties the steps grow, so that it is found soon whatever
    /// somebody has pushed.
    private static func uniqueID(at now: Timestamp, isTaken: (Int64) throws -> Bool) rethrows -> Int64? {
        var id = max(now.millisecondsSince1970, StageTag.uniqueIDs.lowerBound)
        var step: Int64 = 1
        var ties = 0
        while StageTag.uniqueIDs.contains(id) {
            if try !isTaken(id) { return id }
            ties += 1
            if ties > 64 { step *= 2 }
            id += step
        }
        return nil
    }
}
