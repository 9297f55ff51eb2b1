import ContentHashing
import GRDB
import OCIModel
import StageModel

/// Removes manifests for good. What they named is left to the collector's reviews: whoever was told that a blob or an entry is there may
/// be about to push a manifest that names it.
enum ManifestRemoval {
    /// Removes a manifest, to which no tag and no entry of the trash points, from its repository.
    ///
    /// - Returns: What has to be removed in steps, after the commit, with ``Catalog/remove(_:)``.
    static func remove(
        _ id: Int64, _ digest: Digest, from repository: inout RepositoryRow, _ context: inout WriteContext
    ) throws -> LooseManifest? {
        let isLarge = try context.db.row(Queries.hasReferencesPast, [id, LooseManifest.referencesAtOnce]) != nil
        let loose = try loosen(id, digest, from: &repository, &context)
        if isLarge { return loose }
        // Its content and references go with it.
        try context.execute("DELETE FROM manifests WHERE id = ?", [id])
        return nil
    }

    /// Takes a manifest out of its repository, or out of the trash.
    private static func loosen(
        _ id: Int64, _ digest: Digest, from repository: inout RepositoryRow, _ context: inout WriteContext
    ) throws -> LooseManifest {
        let wasThere = try context.integer(Queries.manifestID, [repository.id, digest.description]) == id
        try LooseManifest.detach(id, in: context)
        if wasThere {
            try Tombstone(kind: .manifest, key: digest.description)
                .insert(repository: repository.id, generation: repository.bumpGeneration(), in: context)
            context.changes.append(.manifestDeleted(repository.name, digest))
        }
        return LooseManifest(id: id)
    }
}
