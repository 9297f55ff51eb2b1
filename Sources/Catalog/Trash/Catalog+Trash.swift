package import ContentHashing
import GRDB
package import OCIModel
package import StageModel

/// What was deleted and can be restored.
extension Catalog {
    /// Entries that are removed or restored with one hold of the writer.
    static let trashEntriesAtOnce = 100

    /// What the trash holds of a repository, the newest first.
    ///
    /// - Parameter after: The `next` of the page before. Text that no page gave is taken for the beginning.
    /// - Returns: `nil` where the repository is unknown.
    package func trash(in repository: RepositoryName, after: String?, limit: Int) async throws -> TrashListing? {
        try await read { db in
            guard let id = try db.row(Queries.repository, [repository.value]).map({ $0[0] as Int64 }) else { return nil }
            guard limit > 0 else { return TrashListing(entries: [], next: nil) }
            let after = after.flatMap { Int64($0) } ?? Int64.max
            let page = Page(
                upTo: limit, of: try db.rows(Queries.trashOfRepository, [id, after, limit == Int.max ? limit : limit + 1], TrashEntry.init))
            return TrashListing(entries: page.items.map(\.listing), next: page.hasMore ? page.items.last.map { "\($0.id)" } : nil)
        }
    }

    /// Brings a tag back as it was when it was deleted last.
    package func restore(_ tag: TagName, in repository: RepositoryName) async throws -> RestoreOutcome {
        try await writer.write { context in
            guard var row = try RepositoryRow.find(repository, in: context), let entry = try TrashEntry.newest(of: tag, in: row.id, context) else {
                return .unknown
            }
            switch try entry.restore(in: &row, &context) {
            case .taken(let digest): return .taken(by: digest)
            case .restored:
                try row.save(in: context)
                return .restored([entry.listing])
            }
        }
    }

    /// Brings a manifest back, and the tags whose deletion took it along, as far as they are free. Where very many are, they come back in
    /// several commits, the manifest with the first.
    package func restore(_ digest: Digest, in repository: RepositoryName) async throws -> RestoreOutcome {
        var step = RestoreStep()
        repeat {
            let before = step
            step = try await writer.write { context in try Self.restoreStep(digest, after: before, in: repository, &context) }
        } while step.hasMore
        return step.restored.isEmpty ? .unknown : .restored(step.restored)
    }

    private struct RestoreStep: Sendable {
        /// `nil` before the first.
        var manifest: Int64?
        var restored: [TrashListing.Entry] = []
        /// The last entry that was looked at.
        var last: Int64 = 0
        var hasMore = false
    }

    private static func restoreStep(
        _ digest: Digest, after before: RestoreStep, in repository: RepositoryName, _ context: inout WriteContext
    ) throws -> RestoreStep {
        var step = before
        step.hasMore = false
        guard var row = try RepositoryRow.find(repository, in: context) else { return step }
        // The one that was deleted last, if it was deleted more than once.
        let key: StatementArguments = [row.id, digest.description]
        guard let manifest = try before.manifest ?? context.integer(Queries.trashedManifest, key) ?? context.integer(Queries.manifestID, key) else {
            return step
        }
        step.manifest = manifest
        let entries = try context.db.rows(Queries.trashTakingManifest, [manifest, before.last, trashEntriesAtOnce], TrashEntry.init)
        if !entries.isEmpty { _ = try TrashEntry.attach(manifest, digest, in: &row, &context) }
        for entry in entries {
            step.last = entry.id
            var listing = entry.listing
            if case .taken = try entry.restore(in: &row, &context) { listing.tag = nil }
            // Of tags that are taken the manifest alone comes back, once.
            if listing.tag != nil || step.restored.isEmpty { step.restored.append(listing) }
        }
        step.hasMore = entries.count == trashEntriesAtOnce
        try row.save(in: context)
        return step
    }

    /// Empties the trash of what can't be restored any more since `time` or earlier, what has waited longest first. Manifests that
    /// were deleted with it are left to the collector's review, due at once.
    ///
    /// - Returns: How many entries went; fewer than `limit` where no more are due. One commit for each hundred.
    package func expireTrash(before time: Timestamp, limit: Int) async throws -> Int {
        var count = 0
        while count < limit {
            let some = min(limit - count, Self.trashEntriesAtOnce)
            let expired = try await writer.write { context in
                let due = try context.db.rows(Queries.dueTrash, [time.millisecondsSince1970, some]) {
                    ($0[0] as Int64, $0[1] as Int64, $0[2] as Bool, $0.timestamp(3))
                }
                for (id, manifest, isReviewed, deletedAt) in due {
                    try context.execute(Queries.deleteTrash, [id])
                    try ManifestRow.noteUntagged(manifest, since: deletedAt, in: context)
                    if isReviewed { try TrashEntry.review(manifest, lostAt: deletedAt, in: context) }
                }
                return due.count
            }
            count += expired
            if expired < some { break }
        }
        return count
    }
}
