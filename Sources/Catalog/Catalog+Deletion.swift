package import ContentHashing
import GRDB
package import OCIModel

extension Catalog {
    /// How many tags are deleted with one hold of the writer.
    static let tagsDeletedAtOnce = 100

    /// Deletes a manifest and the tags that point at it, into the trash unless the disposal is for good. Blobs, and manifests that
    /// name it, stay.
    ///
    /// Where very many tags point at it, they go in several commits, the manifest with the last. A crash between them leaves
    /// the manifest and the other tags, and nothing was acknowledged.
    package func deleteManifest(_ digest: Digest, from repository: RepositoryName, as disposal: Disposal) async throws -> DeleteOutcome {
        var hasEntry = false
        while true {
            let hadEntry = hasEntry
            let step = try await writer.write { context in
                try Self.deleteStep(digest, hasEntry: hadEntry, from: repository, as: disposal, in: &context)
            }
            if let loose = step.loose { remove(loose) }
            if let outcome = step.outcome { return outcome }
            hasEntry = true
        }
    }

    /// What a step of deleting a manifest came to.
    private struct DeletionStep: Sendable {
        /// `nil` where there are more tags.
        var outcome: DeleteOutcome?
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
        if tags.count <= tagsDeletedAtOnce {
            step.outcome = .deleted
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
        try await writer.write { context in
            guard var row = try RepositoryRow.find(repository, in: context) else { return .repositoryUnknown }
            guard let manifest = try context.integer(Queries.tagTarget, [row.id, tag.value]) else { return .unknown }
            try TrashEntry.move(tag, of: manifest, disposal, from: &row, &context)
            try row.save(in: context)
            return .deleted
        }
    }
}
