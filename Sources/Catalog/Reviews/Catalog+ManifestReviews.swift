package import ContentHashing
import GRDB
import OCIModel
package import StageModel

/// The review queue of manifests: what the trash gave up, the entries of removed indexes, and the referrers of removed manifests.
extension Catalog {
    /// Manifests whose time has come, the longest due first.
    package func dueManifestReviews(by time: Timestamp, after place: Review.Place = .beginning, limit: Int) async throws -> [Review] {
        try await dueReviews(Queries.dueManifestReviews, by: time, after: place, limit: limit)
    }

    /// Decides about manifests that are due. One that no tag, no entry of the trash, no index of its repository and no subject needs
    /// is removed, unless somebody asked for it.
    ///
    /// Takes some milliseconds at most; what it doesn't reach it leaves as it was. Arguments are those of
    /// ``reviewBlobs(_:dueBy:isTouched:later:)``.
    package func reviewManifests(
        _ ids: [Int64], dueBy time: Timestamp, isTouched: @escaping @Sendable (Digest) -> Bool, later: Timestamp
    ) async throws -> ManifestReviewOutcome {
        let (outcome, loose) = try await writer.write { context in
            var reviewing = ManifestReviewing(dueBy: time, later: later)
            for (index, id) in ids.enumerated() {
                if reviewing.isLate { return reviewing.result(unreached: ids.count - index) }
                try reviewing.review(id, isTouched: isTouched, in: &context)
            }
            return reviewing.result(unreached: 0)
        }
        for manifest in loose { remove(manifest) }
        return outcome
    }
}

/// The review of some manifests inside of one operation of the writer.
private struct ManifestReviewing {
    let dueBy: Timestamp
    let later: Timestamp
    private let deadline = ContinuousClock.now + BlobReviewing.maximumWork
    private var outcome = ManifestReviewOutcome()
    private var loose: [LooseManifest] = []

    init(dueBy: Timestamp, later: Timestamp) {
        self.dueBy = dueBy
        self.later = later
    }

    /// One at least is reviewed.
    var isLate: Bool { outcome != ManifestReviewOutcome() && ContinuousClock.now >= deadline }

    func result(unreached: Int) -> (ManifestReviewOutcome, [LooseManifest]) {
        var outcome = outcome
        outcome.unreached = unreached
        return (outcome, loose)
    }

    mutating func review(_ id: Int64, isTouched: (Digest) -> Bool, in context: inout WriteContext) throws {
        guard let row = try context.db.row(Queries.manifestPlace, [id, dueBy.millisecondsSince1970]) else { return }
        let (attached, digest, subject) = (row[0] as Int64?, try row.digest(2), row[3] as String?)
        // Without a repository it is being written or removed.
        let repository = attached ?? (row[1] as Int64?)
        if let repository, try !ManifestNeed.exists(id, in: context) {
            if isTouched(digest) {
                outcome.renewed += 1
                try context.execute("UPDATE manifest_reviews SET due_at = ? WHERE manifest_id = ?", [later.millisecondsSince1970, id])
            } else {
                outcome.deleted += 1
                try remove(id, digest, from: repository, lostAt: row[4] as Int64?, &context)
            }
        } else {
            outcome.kept += 1
            // While the trash needs it, it is looked at again when that expires: the entry that led here may not be the last.
            if repository != nil, let expiry = try context.integer(Queries.lastTrashOfManifest, [id]) {
                try context.execute("UPDATE manifest_reviews SET due_at = ? WHERE manifest_id = ?", [expiry, id])
            } else {
                try context.execute("DELETE FROM manifest_reviews WHERE manifest_id = ?", [id])
            }
        }
        if let attached, let subject { try queueLater(digest, subject, in: attached, context) }
    }

    /// - Parameter lostAt: Its blobs have lost it then, and not only now: their grace counts from there.
    private mutating func remove(
        _ id: Int64, _ digest: Digest, from repository: Int64, lostAt: Int64?, _ context: inout WriteContext
    ) throws {
        let due = lostAt.map { Timestamp(millisecondsSince1970: $0).advanced(by: context.now.duration(to: later)) }
        // One that something else lost lately waits longer.
        let blobs = try due.map { due in
            try context.db.rows(Queries.blobsNamed, [id, due.millisecondsSince1970, LooseManifest.referencesAtOnce]) { $0[0] as Int64 }
        }
        var row = try RepositoryRow.find(id: repository, in: context)
        if let manifest = try ManifestRemoval.remove(id, digest, from: &row, &context) { loose.append(manifest) }
        try row.save(in: context)
        guard let due, let blobs, !blobs.isEmpty else { return }
        try context.execute(Queries.dateReviews, [due.millisecondsSince1970, blobs.json])
    }

    /// Of very many referrers of a removed subject only the first were queued; each leads to those behind it.
    private func queueLater(_ digest: Digest, _ subject: String, in repository: Int64, _ context: borrowing WriteContext) throws {
        guard try context.integer(Queries.manifestID, [repository, subject]) == nil else { return }
        try context.execute(
            "INSERT OR IGNORE INTO manifest_reviews (manifest_id, due_at) SELECT * FROM (\(Queries.laterReferrers))",
            [repository, subject, digest.description])
    }
}
