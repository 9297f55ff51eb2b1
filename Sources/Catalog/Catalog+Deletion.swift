package import ContentHashing
import GRDB
package import OCIModel
import StageModel

extension Catalog {
    /// How many tags are deleted with one hold of the writer.
    static let tagsDeletedAtOnce = 100

    /// Deletes a manifest and the tags that point at it, into the trash unless the disposal is for good. Blobs, and manifests that
    /// name it, stay.
    ///
    /// Where very many tags point at it, they go in several commits, the manifest with the last. A crash between them leaves
    /// the manifest and the other tags, and nothing was acknowledged.
    package func deleteManifest(_ digest: Digest, from repository: RepositoryName, as disposal: Disposal) async throws -> DeleteOutcome {
        try await deleteManifest(digest, from: repository, as: disposal).outcome
    }

    func deleteManifest(
        _ digest: Digest, from repository: RepositoryName, as disposal: Disposal
    ) async throws -> (outcome: DeleteOutcome, entries: [TrashListing.Entry]) {
        var entries: [TrashListing.Entry] = []
        while true {
            let hasEntry = !entries.isEmpty
            let step = try await writer.write { context in
                try Self.deleteStep(digest, hasEntry: hasEntry, from: repository, as: disposal, in: &context)
            }
            if let loose = step.loose { remove(loose) }
            entries += step.entries
            if let outcome = step.outcome { return (outcome, entries) }
        }
    }

    /// What a step of deleting a manifest came to.
    private struct DeletionStep: Sendable {
        /// `nil` where there are more tags.
        var outcome: DeleteOutcome?
        var entries: [TrashListing.Entry] = []
        /// What has yet to be removed, out of sight.
        var loose: LooseManifest?
    }

    private static func deleteStep(
        _ digest: Digest, hasEntry: Bool, from repository: RepositoryName, as disposal: Disposal, in context: inout WriteContext
    ) throws -> DeletionStep {
        guard var row = try RepositoryRow.find(repository, in: context) else { return DeletionStep(outcome: .repositoryUnknown) }
        guard let id = try context.integer(Queries.manifestID, [row.id, digest.description]) else { return DeletionStep(outcome: .unknown) }
        let tags = try context.db.rows(Queries.tagsOfManifest, [id, tagsDeletedAtOnce + 1]) { try $0.tagName(0) }
        for tag in tags.prefix(tagsDeletedAtOnce) {
            try TrashEntry.move(tag, of: id, disposal, from: &row, &context)
        }
        var step = DeletionStep()
        step.entries = tags.prefix(tagsDeletedAtOnce).map { disposal.entry($0, digest, in: repository, at: context.now) }
        if tags.count <= tagsDeletedAtOnce {
            step.outcome = .deleted
            if tags.isEmpty, !hasEntry { step.entries = [disposal.entry(nil, digest, in: repository, at: context.now)] }
            // Entries of earlier deletions keep it too.
            if try !disposal.isForGood || context.db.row(Queries.trashOfManifestExists, [id]) != nil {
                try TrashEntry.detach(
                    id, digest, hasEntry: hasEntry || !tags.isEmpty || disposal.isForGood, disposal, from: &row, &context)
            } else {
                step.loose = try ManifestRemoval.remove(id, digest, from: &row, &context)
            }
        }
        try row.save(in: context)
        return step
    }

    /// Deletes a tag, into the trash unless the disposal is for good. Its manifest and the other tags stay.
    package func deleteTag(_ tag: TagName, from repository: RepositoryName, as disposal: Disposal) async throws -> DeleteOutcome {
        try await deleteTag(tag, from: repository, as: disposal).outcome
    }

    func deleteTag(
        _ tag: TagName, from repository: RepositoryName, as disposal: Disposal
    ) async throws -> (outcome: DeleteOutcome, entries: [TrashListing.Entry]) {
        try await writer.write { context in
            guard var row = try RepositoryRow.find(repository, in: context) else { return (.repositoryUnknown, []) }
            guard let target = try context.db.row(Queries.tagDigest, [row.id, tag.value]) else { return (.unknown, []) }
            let (digest, manifest) = (try target.digest(0), target[1] as Int64)
            try TrashEntry.move(tag, of: manifest, disposal, from: &row, &context)
            try row.save(in: context)
            return (.deleted, [disposal.entry(tag, digest, in: repository, at: context.now)])
        }
    }
}

extension Disposal {
    /// What the trash has of something that is deleted now.
    func entry(_ tag: TagName?, _ digest: Digest, in repository: RepositoryName, at now: Timestamp) -> TrashListing.Entry {
        TrashListing.Entry(
            repository: repository.value, tag: tag?.value, digest: digest.description, deletedAt: now.millisecondsSince1970,
            expiresAt: now.advanced(by: max(undoWindow, .zero)).millisecondsSince1970, reason: reason, plan: plan)
    }
}
