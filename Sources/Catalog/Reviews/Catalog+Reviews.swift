package import ContentHashing
import FoundationEssentials
import GRDB
package import StageModel

/// The review queue of blobs: rows come into it by triggers, in the transaction of the change that made them necessary.
extension Catalog {
    /// Of rows that get their date with one hold of the writer.
    static let reviewsDatedAtOnce = 500

    /// Gives the rows that came in since the last time their time. Relaxed.
    package func dateBlobReviews(dueAt: Timestamp) async throws {
        var count: Int
        repeat {
            count = try await writer.write(.relaxed) { context in
                try context.execute(
                    "UPDATE blob_reviews SET due_at = ? WHERE blob_id IN (\(Queries.undatedBlobReviews))",
                    [dueAt.millisecondsSince1970, Self.reviewsDatedAtOnce])
                return context.db.changesCount
            }
        } while count == Self.reviewsDatedAtOnce
    }

    /// Blobs whose time has come, the longest due first.
    package func dueBlobReviews(by time: Timestamp, after place: Review.Place = .beginning, limit: Int) async throws -> [Review] {
        try await dueReviews(Queries.dueBlobReviews, by: time, after: place, limit: limit)
    }

    func dueReviews(_ sql: String, by time: Timestamp, after place: Review.Place, limit: Int) async throws -> [Review] {
        guard limit > 0 else { return [] }
        return try await readOnce { db in
            try db.rows(sql, [time.millisecondsSince1970, place.dueAt, place.id, limit]) { row in
                Review(id: row[1], digest: Self.digest(in: row), dueAt: row.timestamp(0))
            }
        }
    }

    private static func digest(in row: Row) -> Digest? {
        do {
            return try row.digest(2)
        } catch {
            return nil
        }
    }

    /// Decides about blobs that are due. What nothing names, and nobody asked for, is marked: no repository holds it from then on,
    /// and it isn't there for anybody but a push. What is named stays; links of repositories whose manifests don't name it go.
    ///
    /// Takes some milliseconds at most; what it doesn't reach it leaves as it was.
    ///
    /// - Parameters:
    ///   - time: Only those that are (still) due then.
    ///   - isTouched: Whether somebody asked for a digest within the grace. Asked inside of the transaction.
    ///   - later: When those are due next for which that is so.
    package func reviewBlobs(
        _ ids: [Int64], dueBy time: Timestamp, isTouched: @escaping @Sendable (Digest) -> Bool, later: Timestamp
    ) async throws -> BlobReviewOutcome {
        try await writer.write { context in
            var reviewing = BlobReviewing(later: later)
            return try reviewing.run(ids, dueBy: time, isTouched: isTouched, in: &context)
        }
    }

    /// Forgets blobs that were marked, and whose bytes are gone. Relaxed: after a power cut they are marked again, without bytes.
    ///
    /// - Returns: How many were forgotten.
    package func forgetBlobs(_ ids: [Int64]) async throws -> Int {
        try await writer.write(.relaxed) { context in
            try context.execute(Queries.forgetBlobs, [ids.json])
            return context.db.changesCount
        }
    }

    /// Puts off reviews that failed; they stay as they are until then. Relaxed.
    ///
    /// - Parameter delay: From the number of failures, this one included.
    package func postponeBlobReviews(_ ids: [Int64], by delay: @escaping @Sendable (_ attempts: Int) -> Duration) async throws {
        try await postpone(ids, in: ("blob_reviews", "blob_id"), by: delay)
    }

    /// As ``postponeBlobReviews(_:by:)``.
    package func postponeManifestReviews(_ ids: [Int64], by delay: @escaping @Sendable (_ attempts: Int) -> Duration) async throws {
        try await postpone(ids, in: ("manifest_reviews", "manifest_id"), by: delay)
    }

    private func postpone(
        _ ids: [Int64], in queue: (table: String, key: String), by delay: @escaping @Sendable (_ attempts: Int) -> Duration
    ) async throws {
        try await writer.write(.relaxed) { context in
            for id in ids {
                let failed = try context.integer("SELECT attempts FROM \(queue.table) WHERE \(queue.key) = ?", [id])
                let attempts = (failed ?? 0) + 1
                let time = context.now.advanced(by: delay(Int(clamping: attempts)))
                try context.execute(
                    "UPDATE \(queue.table) SET due_at = ?, attempts = ? WHERE \(queue.key) = ?", [time.millisecondsSince1970, attempts, id])
            }
        }
    }

    /// Those of the digests that no blob has, be it marked or not.
    package func unknownDigests(of digests: [Digest]) async throws -> [Digest] {
        guard !digests.isEmpty else { return [] }
        let list = "[" + digests.map { "\"\($0)\"" }.joined(separator: ",") + "]"
        return try await readOnce { db in try db.rows(Queries.unknownDigests, [list]) { try $0.digest(0) } }
    }

    /// The bytes that fall when the blobs that wait for their review have had it, as it looks now.
    package func bytesToFall() async throws -> Int64 {
        try await readOnce { db in
            try db.row(Queries.bytesToFall, [ReviewCounts.limit]).map { $0[0] } ?? 0
        }
    }

    package func reviewCounts(at time: Timestamp) async throws -> ReviewCounts {
        try await read { db in
            func count(_ table: String, _ condition: String = "true", _ arguments: StatementArguments = []) throws -> Int64 {
                let sql = "SELECT count(*) FROM (SELECT 1 FROM \(table) WHERE \(condition) LIMIT \(ReviewCounts.limit))"
                return try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: arguments) ?? 0
            }
            var counts = ReviewCounts()
            counts.blobs = try count("blob_reviews")
            counts.dueBlobs = try count("blob_reviews", "due_at <= ?", [time.millisecondsSince1970])
            counts.undatedBlobs = try count("blob_reviews", "due_at IS NULL")
            counts.manifests = try count("manifest_reviews")
            counts.trashEntries = try count("trash")
            let first = [Queries.firstBlobReview, Queries.firstManifestReview].map { sql in
                { try Int64.fetchOne(db.cachedStatement(sql: sql)) }
            }
            counts.firstDueAt = try first.compactMap { try $0() }.min().map { Timestamp(millisecondsSince1970: $0) }
            return counts
        }
    }
}

extension Collection where Element == Int64 {
    /// For `json_each`.
    var json: String { "[" + map(String.init).joined(separator: ",") + "]" }
}
