import ContentHashing
import GRDB
import OCIModel
import StageModel

/// Removes manifests for good.
enum ManifestRemoval {
    /// Removes a manifest, to which no tag and no entry of the trash points, from its repository.
    ///
    /// - Returns: What has to be removed in steps, after the commit, with ``Catalog/remove(_:)``.
    static func remove(
        _ id: Int64, _ digest: Digest, from repository: inout RepositoryRow, _ context: inout WriteContext
    ) throws -> LooseManifest? {
        var loose: LooseManifest?
        if try context.db.row(Queries.hasReferencesPast, [id, LooseManifest.referencesAtOnce]) != nil {
            try LooseManifest.detach(id, in: context)
            loose = LooseManifest(id: id)
        } else {
            // Its content and references go with it.
            try context.execute("DELETE FROM manifests WHERE id = ?", [id])
        }
        try Tombstone(kind: .manifest, key: digest.description)
            .insert(repository: repository.id, generation: repository.bumpGeneration(), in: context)
        context.changes.append(.manifestDeleted(repository.name, digest))
        return loose
    }
}
