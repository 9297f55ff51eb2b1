extension Queries {
    static let lease = "SELECT id, last_token, run FROM leases WHERE namespace = ? AND name = ?"
    static let leaseHolders = "SELECT token, holder, mode, time_to_live, expires_at FROM lease_holders WHERE lease_id = ? ORDER BY token"
    static let leaseWaiters = """
        SELECT position, waiter, mode, time_to_live, patience, expires_at FROM lease_waiters WHERE lease_id = ? ORDER BY position
        """
    static let leasesInUse = """
        SELECT name, id, last_token, run FROM leases INDEXED BY leases_in_use
        WHERE namespace = ? AND name > ? AND is_idle = 0 ORDER BY name LIMIT ?
        """
    static let leasesUntouched = "SELECT id, last_token FROM leases WHERE touched_at < ? ORDER BY touched_at LIMIT ?"
    /// Reads the whole table, which has one row.
    static let leaseFloor = "SELECT token FROM lease_floor"

    /// All but ``leaseFloor``.
    static let leases = [lease, leaseHolders, leaseWaiters, leasesInUse, leasesUntouched]
}
