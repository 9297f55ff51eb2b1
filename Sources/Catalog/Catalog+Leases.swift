import GRDB
package import StageModel

/// Leases. What is granted and what is given back is durable; renewals and places in a queue are relaxed, since everybody has
/// the full time again after a restart.
extension Catalog {
    /// How long a name is remembered that nobody asked for.
    static let leaseMemory: Duration = .seconds(7 * 86_400)
    private static let leaseRecovery: Duration = .seconds(2 * 3600)
    private static let leasesForgottenAtOnce = 500

    /// Asks for a lease, or asks again; see ``StageModel/LeaseQueue/acquire(_:grantedAs:mode:timeToLive:patience:queues:at:)``.
    /// Never waits.
    package func acquireLease(
        _ key: LeaseKey, id: LeaseID, grantedAs holder: LeaseID? = nil, mode: LeaseMode, timeToLive: Duration, patience: Duration, queues: Bool
    ) async throws -> LeaseQueue.Acquisition {
        let run = leaseRun
        @Sendable func ask(_ context: inout WriteContext, mayGrant: Bool) throws -> (outcome: LeaseQueue.Acquisition, isSaved: Bool) {
            var row = try LeaseRow(key, run: run, in: context.db)
            let last = row.queue.lastToken
            let outcome = row.queue.acquire(
                id, grantedAs: holder, mode: mode, timeToLive: timeToLive, patience: patience, queues: queues, at: context.now)
            guard mayGrant || row.queue.lastToken == last else { return (outcome, false) }
            try row.save(in: &context)
            return (outcome, true)
        }
        // Most who ask have to wait, or renew; nothing of that has to wait for the disk.
        let first = try await writer.write(.relaxed) { context in try ask(&context, mayGrant: false) }
        if first.isSaved { return first.outcome }
        return try await writer.write { context in try ask(&context, mayGrant: true) }.outcome
    }

    /// Gives a holder its time to live again.
    package func renewLease(_ key: LeaseKey, id: LeaseID) async throws -> Result<LeaseQueue.Holder, LeaseQueue.Loss> {
        let run = leaseRun
        return try await writer.write(.relaxed) { context in
            var row = try LeaseRow(key, run: run, in: context.db)
            let outcome = row.queue.renew(id, at: context.now)
            try row.save(in: &context)
            return outcome
        }
    }

    /// Gives a lease back, or a place in its queue.
    package func releaseLease(_ key: LeaseKey, id: LeaseID) async throws -> Result<Void, LeaseQueue.Loss> {
        let run = leaseRun
        return try await writer.write { context in
            var row = try LeaseRow(key, run: run, in: context.db)
            let outcome = row.queue.release(id)
            try row.save(in: &context)
            return outcome
        }
    }

    /// The leases of a namespace that somebody holds or waits for, by name.
    package func leases(in namespace: String, after: String?, limit: Int) async throws -> Page<LeaseRecord> {
        guard limit > 0 else { return .empty }
        let run = leaseRun
        return try await read { db in
            let names = try db.rows(Queries.leasesInUse, [namespace, after ?? "", limit + 1]) { $0[0] as String }
            let page = Page(upTo: limit, of: names)
            let records = try page.items.map { name in
                let key = LeaseKey(namespace: namespace, name: name)
                return LeaseRecord(key: key, queue: try LeaseRow(key, run: run, in: db).queue)
            }
            return Page(items: records, hasMore: page.hasMore)
        }
    }

    /// Counts everybody's time anew, from now: nobody could renew before. Opening the catalog does so too; call it again when
    /// requests are answered.
    package func resumeLeases() {
        restartLeases()
    }

    /// Forgets the names that nobody asked for in a week. Tokens never repeat all the same: those of a new name begin above all
    /// forgotten ones.
    package func forgetLeases() async throws {
        // Holders of an earlier run could not renew; the longest lease lasts for an hour.
        guard leaseRun.beganAt.advanced(by: Self.leaseRecovery) <= clock() else { return }
        var count: Int
        repeat {
            count = try await writer.write(.relaxed) { context in
                let limit = context.now.advanced(by: .zero - Self.leaseMemory).millisecondsSince1970
                let rows = try context.db.rows(Queries.leasesUntouched, [limit, Self.leasesForgottenAtOnce]) { ($0[0] as Int64, $0[1] as Int64) }
                guard let highest = rows.map(\.1).max() else { return 0 }
                try context.execute("UPDATE lease_floor SET token = max(token, ?)", [highest])
                for (id, _) in rows { try context.execute("DELETE FROM leases WHERE id = ?", [id]) }
                return rows.count
            }
        } while count == Self.leasesForgottenAtOnce
    }
}
