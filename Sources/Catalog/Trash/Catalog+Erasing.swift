import ContentHashing
import GRDB
package import OCIModel
package import StageModel

/// What an operator deletes by hand.
extension Catalog {
    /// Deletes a tag with its manifest, or a manifest with its tags, into the trash unless the disposal is for good.
    ///
    /// What goes for good goes with whatever the trash holds of it, and the manifest at once, unless something else needs it. What only
    /// that manifest needed, entries, referrers and blobs, is left to the collector's reviews: others may have been told that it is there.
    /// All that takes several commits; the tags are gone with the first.
    package func deleteImage(
        _ reference: Reference, from repository: RepositoryName, as disposal: Disposal
    ) async throws -> (outcome: DeleteOutcome, entries: [TrashListing.Entry]) {
        switch reference {
        case .tag(let tag):
            if !disposal.isForGood { return try await deleteTag(tag, from: repository, as: disposal) }
            return try await erase(tag, from: repository, as: disposal)
        case .digest(let digest):
            if !disposal.isForGood { return try await deleteManifest(digest, from: repository, as: disposal) }
            return try await erase(digest, from: repository, as: disposal)
        }
    }

    /// A manifest that may have to go.
    private struct Candidate: Sendable {
        let id: Int64
        let digest: Digest
    }

    private struct ErasureStep: Sendable {
        var outcome = DeleteOutcome.unknown
        var entries: [TrashListing.Entry] = []
        var candidates: [Candidate] = []
        /// What is out of sight and has yet to be removed.
        var loose: LooseManifest?
        var hasMore = false
    }

    private func erase(
        _ tag: TagName, from repository: RepositoryName, as disposal: Disposal
    ) async throws -> (outcome: DeleteOutcome, entries: [TrashListing.Entry]) {
        var (outcome, entries): (DeleteOutcome, [TrashListing.Entry]) = (.unknown, [])
        while true {
            let step = try await writer.write { context in try Self.eraseStep(tag, from: repository, as: disposal, in: &context) }
            if outcome != .deleted { outcome = step.outcome }
            entries += step.entries
            try await removeUnneeded(step.candidates, from: repository)
            if !step.hasMore { return (outcome, entries) }
        }
    }

    /// Takes the tag away, and what the trash has of it.
    private static func eraseStep(
        _ tag: TagName, from repository: RepositoryName, as disposal: Disposal, in context: inout WriteContext
    ) throws -> ErasureStep {
        var step = ErasureStep()
        guard var row = try RepositoryRow.find(repository, in: context) else {
            step.outcome = .repositoryUnknown
            return step
        }
        if let target = try context.db.row(Queries.tagDigest, [row.id, tag.value]) {
            let candidate = Candidate(id: target[1], digest: try target.digest(0))
            try TrashEntry.move(tag, of: candidate.id, disposal, from: &row, &context)
            step.entries.append(disposal.entry(tag, candidate.digest, in: repository, at: context.now))
            step.candidates.append(candidate)
        }
        let kept = try context.db.rows(Queries.trashOfTag, [row.id, tag.value, trashEntriesAtOnce]) {
            ($0[0] as Int64, Candidate(id: $0[1], digest: try $0.digest(2)))
        }
        for (entry, candidate) in kept {
            try context.execute(Queries.deleteTrash, [entry])
            guard !step.candidates.contains(where: { $0.id == candidate.id }) else { continue }
            step.candidates.append(candidate)
            step.entries.append(disposal.entry(tag, candidate.digest, in: repository, at: context.now))
        }
        // After a crash right behind this commit the collector goes on.
        for candidate in step.candidates {
            try ManifestRow.noteUntagged(candidate.id, since: context.now, in: context)
            try TrashEntry.review(candidate.id, in: context)
        }
        step.hasMore = kept.count == trashEntriesAtOnce
        if !step.candidates.isEmpty { step.outcome = .deleted }
        try row.save(in: context)
        return step
    }

    private func erase(
        _ digest: Digest, from repository: RepositoryName, as disposal: Disposal
    ) async throws -> (outcome: DeleteOutcome, entries: [TrashListing.Entry]) {
        var (outcome, entries): (DeleteOutcome, [TrashListing.Entry]) = (.unknown, [])
        while true {
            let hasEntries = !entries.isEmpty
            let step = try await writer.write { context in
                try Self.eraseStep(digest, hasEntries: hasEntries, from: repository, as: disposal, in: &context)
            }
            if outcome != .deleted { outcome = step.outcome }
            entries += step.entries
            if let loose = step.loose { remove(loose) }
            if !step.hasMore { return (outcome, entries) }
        }
    }

    /// Takes away the manifest's tags and what the trash has of it, and with the last of them the manifest, wherever it is.
    private static func eraseStep(
        _ digest: Digest, hasEntries: Bool, from repository: RepositoryName, as disposal: Disposal, in context: inout WriteContext
    ) throws -> ErasureStep {
        var step = ErasureStep()
        guard var row = try RepositoryRow.find(repository, in: context) else {
            step.outcome = .repositoryUnknown
            return step
        }
        let key: StatementArguments = [row.id, digest.description]
        guard let id = try context.integer(Queries.manifestID, key) ?? context.integer(Queries.trashedManifest, key) else { return step }
        step.outcome = .deleted
        // There may be others of this digest in the trash.
        step.hasMore = true
        let tags = try context.db.rows(Queries.tagsOfManifest, [id, tagsDeletedAtOnce]) { try $0.tagName(0) }
        for tag in tags {
            try TrashEntry.move(tag, of: id, disposal, from: &row, &context)
            step.entries.append(disposal.entry(tag, digest, in: repository, at: context.now))
        }
        let kept = try context.db.rows(Queries.trashOfManifest, [id, trashEntriesAtOnce]) { $0[0] as Int64 }
        for entry in kept { try context.execute(Queries.deleteTrash, [entry]) }
        if tags.count < tagsDeletedAtOnce, kept.count < trashEntriesAtOnce {
            if step.entries.isEmpty, !hasEntries { step.entries = [disposal.entry(nil, digest, in: repository, at: context.now)] }
            step.loose = try ManifestRemoval.remove(id, digest, from: &row, &context)
        }
        try row.save(in: context)
        return step
    }

    private func removeUnneeded(_ candidates: [Candidate], from repository: RepositoryName) async throws {
        for candidate in candidates {
            let loose = try await writer.write { context -> LooseManifest? in
                guard var row = try RepositoryRow.find(repository, in: context),
                    try context.db.row(Queries.isOfRepository, [candidate.id, row.id]) != nil, try !ManifestNeed.exists(candidate.id, in: context)
                else { return nil }
                let loose = try ManifestRemoval.remove(candidate.id, candidate.digest, from: &row, &context)
                try row.save(in: context)
                return loose
            }
            if let loose { remove(loose) }
        }
    }
}

extension Queries {
    static let isOfRepository = "SELECT 1 FROM manifests WHERE id = ?1 AND (repository_id = ?2 OR trashed_from = ?2)"
}
