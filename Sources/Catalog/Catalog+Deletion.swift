package import ContentHashing
import GRDB
package import OCIModel

extension Catalog {
    /// How many tags are deleted with one hold of the writer.
    static let tagsDeletedAtOnce = 100

    /// Deletes a manifest and the tags that point at it. Blobs, and manifests that name it, stay.
    ///
    /// Where very many tags point at it, they go in several commits, the manifest with the last. A crash between them leaves
    /// the manifest and the other tags, and nothing was acknowledged.
    package func deleteManifest(_ digest: Digest, from repository: RepositoryName) async throws -> DeleteOutcome {
        while true {
            let step = try await writer.write { context in try Self.deleteStep(digest, from: repository, in: &context) }
            if let loose = step.loose { remove(loose) }
            if let outcome = step.outcome { return outcome }
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
        _ digest: Digest, from repository: RepositoryName, in context: inout WriteContext
    ) throws -> DeletionStep {
        guard var row = try RepositoryRow.find(repository, in: context) else { return DeletionStep(outcome: .repositoryUnknown) }
        let key = digest.description
        guard let id = try context.integer(Queries.manifestID, [row.id, key]) else { return DeletionStep(outcome: .unknown) }
        let tags = try context.db.rows(Queries.tagsOfManifest, [id, tagsDeletedAtOnce + 1]) { try $0.tagName(0) }
        for tag in tags.prefix(tagsDeletedAtOnce) {
            try TagRow.delete(tag, from: &row, &context)
        }
        var step = DeletionStep()
        if tags.count <= tagsDeletedAtOnce {
            step.outcome = .deleted
            if try context.db.row(Queries.hasReferencesPast, [id, LooseManifest.referencesAtOnce]) != nil {
                try LooseManifest.detach(id, in: context)
                step.loose = LooseManifest(id: id)
            } else {
                // Its content and references go with it.
                try context.execute("DELETE FROM manifests WHERE id = ?", [id])
            }
            try Tombstone(kind: .manifest, key: key).insert(repository: row.id, generation: row.bumpGeneration(), in: context)
            context.changes.append(.manifestDeleted(repository, digest))
        }
        try row.save(in: context)
        return step
    }

    /// Deletes a tag. Its manifest and the other tags stay.
    package func deleteTag(_ tag: TagName, from repository: RepositoryName) async throws -> DeleteOutcome {
        try await writer.write { context in
            guard var row = try RepositoryRow.find(repository, in: context) else { return .repositoryUnknown }
            guard try context.integer(Queries.tagTarget, [row.id, tag.value]) != nil else { return .unknown }
            try TagRow.delete(tag, from: &row, &context)
            try row.save(in: context)
            return .deleted
        }
    }
}
