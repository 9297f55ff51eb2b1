import GRDB
import StageModel

/// A lease inside an operation: its queue as it is stored, and as it shall be.
struct LeaseRow {
    let key: LeaseKey
    var queue: LeaseQueue
    /// `nil` where the name is new.
    private let id: Int64?
    private let stored: LeaseQueue
    /// Of the waiters, in their order.
    private let positions: [Int64]
    private let run: LeaseRun

    init(_ key: LeaseKey, run: LeaseRun, in db: Database) throws {
        self.key = key
        self.run = run
        if let row = try db.row(Queries.lease, [key.namespace, key.name]) {
            let id: Int64 = row[0]
            let waiters = try db.rows(Queries.leaseWaiters, [id]) { ($0[0] as Int64, try $0.waiter()) }
            self.id = id
            self.positions = waiters.map(\.0)
            self.stored = LeaseQueue(
                holders: try db.rows(Queries.leaseHolders, [id]) { try $0.holder() }, waiters: waiters.map(\.1), lastToken: row[1])
            self.queue = stored
            if row[2] != run.id { queue.resume(at: run.beganAt) }
        } else {
            self.id = nil
            self.positions = []
            self.stored = LeaseQueue(lastToken: try Int64.fetchOne(db.cachedStatement(sql: Queries.leaseFloor)) ?? 0)
            self.queue = stored
        }
    }

    /// True where somebody left, so that others may get the lease.
    private var isLeft: Bool {
        let holders = Set(queue.holders.map(\.token))
        let waiters = Set(queue.waiters.map(\.id))
        return stored.holders.contains { !holders.contains($0.token) } || stored.waiters.contains { !waiters.contains($0.id) }
    }

    /// Stores the queue, and tells if somebody left.
    func save(in context: inout WriteContext) throws {
        guard queue != stored else { return }
        let id = try saveLease(in: context)
        try saveHolders(of: id, in: context)
        try saveWaiters(of: id, in: context)
        if isLeft { context.changes.append(.leaseChanged(key, next: queue.next)) }
    }

    private func saveLease(in context: borrowing WriteContext) throws -> Int64 {
        let now = context.now.millisecondsSince1970
        if let id {
            try context.execute(
                "UPDATE leases SET last_token = ?, run = ?, is_idle = ?, touched_at = ? WHERE id = ?",
                [queue.lastToken, run.id, queue.isIdle, now, id])
            return id
        }
        try context.execute(
            "INSERT INTO leases (namespace, name, last_token, run, is_idle, touched_at) VALUES (?, ?, ?, ?, ?, ?)",
            [key.namespace, key.name, queue.lastToken, run.id, queue.isIdle, now])
        return context.db.lastInsertedRowID
    }

    private func saveHolders(of id: Int64, in context: borrowing WriteContext) throws {
        var old = Dictionary(stored.holders.map { ($0.token, $0) }, uniquingKeysWith: { $1 })
        for holder in queue.holders where old.removeValue(forKey: holder.token) != holder {
            try context.execute(
                """
                INSERT INTO lease_holders (lease_id, token, holder, mode, time_to_live, expires_at) VALUES (?, ?, ?, ?, ?, ?)
                  ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at
                """,
                [
                    id, holder.token, holder.id.value, holder.mode.rawValue, holder.timeToLive.milliseconds,
                    holder.expiresAt.millisecondsSince1970,
                ])
        }
        for token in old.keys { try context.execute("DELETE FROM lease_holders WHERE lease_id = ? AND token = ?", [id, token]) }
    }

    private func saveWaiters(of id: Int64, in context: borrowing WriteContext) throws {
        var old = Dictionary(zip(stored.waiters, positions).map { ($0.id, (waiter: $0, position: $1)) }, uniquingKeysWith: { $1 })
        var next = (positions.last ?? 0) + 1
        for waiter in queue.waiters {
            let present = old.removeValue(forKey: waiter.id)
            guard present?.waiter != waiter else { continue }
            let position = present?.position ?? next
            if present == nil { next += 1 }
            try context.execute(
                """
                INSERT INTO lease_waiters (lease_id, position, waiter, mode, time_to_live, patience, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)
                  ON CONFLICT DO UPDATE SET mode = excluded.mode, time_to_live = excluded.time_to_live, patience = excluded.patience,
                    expires_at = excluded.expires_at
                """,
                [
                    id, position, waiter.id.value, waiter.mode.rawValue, waiter.timeToLive.milliseconds, waiter.patience.milliseconds,
                    waiter.expiresAt.millisecondsSince1970,
                ])
        }
        for (_, position) in old.values {
            try context.execute("DELETE FROM lease_waiters WHERE lease_id = ? AND position = ?", [id, position])
        }
    }
}

extension Row {
    /// Reads the columns of ``Queries/leaseHolders``.
    fileprivate func holder() throws -> LeaseQueue.Holder {
        LeaseQueue.Holder(
            id: try leaseID(1), mode: try leaseMode(2), token: self[0], timeToLive: .milliseconds(self[3] as Int64), expiresAt: timestamp(4))
    }

    /// Reads the columns of ``Queries/leaseWaiters``.
    fileprivate func waiter() throws -> LeaseQueue.Waiter {
        LeaseQueue.Waiter(
            id: try leaseID(1), mode: try leaseMode(2), timeToLive: .milliseconds(self[3] as Int64), patience: .milliseconds(self[4] as Int64),
            expiresAt: timestamp(5))
    }

    private func leaseID(_ index: Int) throws -> LeaseID {
        guard let id = LeaseID(self[index] as String) else { throw CatalogError.damagedRow("the id of a lease") }
        return id
    }

    private func leaseMode(_ index: Int) throws -> LeaseMode {
        guard let mode = LeaseMode(rawValue: self[index]) else { throw CatalogError.damagedRow("the mode of a lease") }
        return mode
    }
}
