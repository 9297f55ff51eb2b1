import ContentHashing
import GRDB
package import OCIModel
package import StageModel

/// Hit statistics and marks of use. They are relaxed, and no changes.
extension Catalog {
    /// How long hours are kept.
    static let statisticsMemory: Duration = .seconds(90 * 86_400)
    private static let hour: Int64 = 3_600_000
    private static let pullsAtOnce = 500
    private static let lookupsAtOnce = 100
    private static let manifestsAtOnce = 250
    /// A signature of very many candidates is marked alone.
    private static let stagesMarkedAtOnce = 500

    /// Adds uses to the hour that is now, and to the stages and manifests.
    ///
    /// - Returns: What pulls of stages amounted to, what was counted of each repository, and the counts of repositories that don't
    ///   exist: nothing is stored of these.
    package func recordUses(
        _ uses: UseBatch
    ) async throws -> (pulled: UseBatch.Counts, counted: [RepositoryName: UseBatch.Counts], unknown: [RepositoryName: UseBatch.Counts]) {
        var counts = uses.counts
        var pulled = UseBatch.Counts()
        for pulls in Array(uses.pulls).chunks(of: Self.pullsAtOnce) {
            let found = try await writer.write(.relaxed) { context in
                try pulls.map { (pull, count) in (pull.repository, try Self.recordPull(pull, count, in: context)) }
            }
            for (repository, part) in found {
                counts[repository, default: UseBatch.Counts()] += part
                pulled += part
            }
        }
        for manifests in uses.manifests.chunks(of: Self.manifestsAtOnce) {
            try await writer.write(.relaxed) { context in
                for manifest in manifests {
                    try context.execute(
                        Queries.markManifest, [manifest.repository.value, manifest.digest.description, context.now.millisecondsSince1970])
                }
            }
        }
        var lookups = Array(uses.lookups)[...]
        while !lookups.isEmpty {
            let some = lookups.prefix(Self.lookupsAtOnce)
            let done = try await writer.write(.relaxed) { context in
                var (done, marked) = (0, 0)
                for (stages, count) in some where marked < Self.stagesMarkedAtOnce {
                    marked += try Self.recordLookup(stages, count, in: context)
                    done += 1
                }
                return done
            }
            lookups = lookups.dropFirst(done)
        }
        var unknown: [RepositoryName: UseBatch.Counts] = [:]
        for hours in counts.filter({ $0.value != UseBatch.Counts() }).chunks(of: Self.pullsAtOnce) {
            let missing = try await writer.write(.relaxed) { context in
                try hours.filter { repository, counts in try !Self.record(counts, of: repository, in: context) }
            }
            unknown.merge(missing) { $1 }
        }
        try await writer.write(.relaxed) { context in
            let limit = context.now.advanced(by: .zero - Self.statisticsMemory).millisecondsSince1970
            try context.execute(
                """
                DELETE FROM hit_statistics WHERE (hour, repository) IN (SELECT hour, repository FROM hit_statistics WHERE hour < ? LIMIT 500)
                """, [limit])
        }
        return (pulled, counts.filter { unknown[$0.key] == nil }, unknown)
    }

    /// Says that no mark of use is in memory any more. For the end of the process, behind the last of them; without it the next process
    /// takes some for lost.
    ///
    /// - Parameter lostAt: When some were lost all the same.
    package func endUses(lostAt: Timestamp?) async throws {
        try await writer.write { context in
            try context.execute("UPDATE catalog_state SET is_open = 0, uses_lost_at = ?", [lostAt?.millisecondsSince1970])
        }
    }

    /// - Returns: What it counts for: nothing, where the tag isn't a stage.
    private static func recordPull(_ pull: UseBatch.Stage, _ count: Int64, in context: borrowing WriteContext) throws -> UseBatch.Counts {
        var counts = UseBatch.Counts()
        guard let stage = StageTag(pull.tag), let repository = try RepositoryRow.find(pull.repository, in: context) else { return counts }
        let key: StatementArguments = [repository.id, stage.signature.value, stage.uniqueID]
        guard let row = try context.db.row(Queries.buildTime, key) else { return counts }
        try context.execute(
            "UPDATE stages SET hits = hits + ?, last_used_at = max(ifnull(last_used_at, 0), ?) WHERE repository_id = ? AND signature = ? AND unique_id = ?",
            [count, context.now.millisecondsSince1970] + key)
        counts.hits = count
        counts.buildTimeSaved = (row[0] as Int64? ?? 0) * count
        return counts
    }

    /// Marks what the lookup answered.
    ///
    /// - Returns: How many stages.
    private static func recordLookup(_ stages: UseBatch.Stages, _ count: Int64, in context: borrowing WriteContext) throws -> Int {
        guard let repository = try RepositoryRow.find(stages.repository, in: context) else { return 0 }
        try context.execute(
            """
            UPDATE stages SET hits = hits + ?1, last_used_at = max(ifnull(last_used_at, 0), ?2) WHERE repository_id = ?3 AND signature = ?4 AND unique_id IN
              (SELECT unique_id FROM stages WHERE repository_id = ?3 AND signature = ?4 AND is_rejected = 0 ORDER BY unique_id LIMIT ?5)
            """, [count, context.now.millisecondsSince1970, repository.id, stages.signature.value, candidateLimit])
        return context.db.changesCount
    }

    /// - Returns: False where there is no such repository.
    private static func record(_ counts: UseBatch.Counts, of repository: RepositoryName, in context: borrowing WriteContext) throws -> Bool {
        guard try RepositoryRow.find(repository, in: context) != nil else { return false }
        let now = context.now.millisecondsSince1970
        try context.execute(
            """
            INSERT INTO hit_statistics (hour, repository, hits, misses, bytes_served, build_milliseconds_saved) VALUES (?, ?, ?, ?, ?, ?)
              ON CONFLICT DO UPDATE SET hits = hits + excluded.hits, misses = misses + excluded.misses,
                bytes_served = bytes_served + excluded.bytes_served,
                build_milliseconds_saved = build_milliseconds_saved + excluded.build_milliseconds_saved
            """,
            [now - now % hour, repository.value, counts.hits, counts.misses, counts.bytesServed, counts.buildTimeSaved])
        return true
    }

    /// The hours that began at `since` or later, the newest first.
    package func hitStatistics(repository: RepositoryName?, since: Timestamp, limit: Int) async throws -> [HitStatistics.Entry] {
        guard limit > 0 else { return [] }
        var arguments: StatementArguments = [since.millisecondsSince1970, limit]
        if let repository { arguments += [repository.value] }
        return try await readOnce { [arguments] db in
            try db.rows(repository == nil ? Queries.hitStatistics : Queries.hitStatisticsOfRepository, arguments) { row in
                HitStatistics.Entry(
                    repository: row[0], hour: row[1], lookups: row[2] + row[3], hits: row[2], misses: row[3], bytesServed: row[4],
                    buildTimeSaved: row[5])
            }
        }
    }
}

extension Collection {
    /// Stretches of at most `size` elements.
    fileprivate func chunks(of size: Int) -> [[Element]] {
        var chunks: [[Element]] = []
        for element in self {
            if chunks.last.map({ $0.count < size }) ?? false { chunks[chunks.count - 1].append(element) } else { chunks.append([element]) }
        }
        return chunks
    }
}
