import ContentHashing
import GRDB
import OCIModel
import StageModel

/// Removes manifests for good. What they named is left to the collector's reviews.
enum ManifestRemoval {
    /// Of one with more references the blobs are unlinked in steps.
    private static let unlinkedAtOnce = 32

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

    /// Removes a manifest unless a tag, the trash, an index or a subject needs it, and unlinks those of its blobs that no other manifest
    /// of the repository names.
    ///
    /// - Returns: As of ``remove(_:_:from:_:)``.
    static func removeUnlessNeeded(
        _ id: Int64, _ digest: Digest, from repository: inout RepositoryRow, _ context: inout WriteContext
    ) throws -> LooseManifest? {
        guard try !ManifestNeed.exists(id, in: context) else { return nil }
        var loose = try loosen(id, digest, from: &repository, &context)
        loose.unlinksFrom = repository.name
        if try context.db.row(Queries.hasReferencesPast, [id, unlinkedAtOnce]) != nil { return loose }
        _ = try loose.removeSome(in: &context, unlinkingFrom: &repository)
        return nil
    }

    /// Takes a manifest out of its repository, or out of the trash.
    static func loosen(
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

    /// Ends that the repository holds a blob, unless one of its manifests names it. Of a blob that very many name the link stays
    /// until the collector looks at it.
    static func unlinkIfUnnamed(
        _ digest: String, from repository: inout RepositoryRow, _ context: inout WriteContext
    ) throws {
        guard let blob = try context.db.row(Queries.blobByDigest, [digest]).map({ $0[0] as Int64 }) else { return }
        let names = try Row.fetchCursor(
            context.db.cachedStatement(sql: Queries.namesOfDigest), arguments: [digest, repository.id, namesLookedAt])
        var count = 0
        while let isOurs = try names.next().map({ $0[0] as Bool }) {
            if isOurs { return }
            count += 1
        }
        guard count < namesLookedAt else { return }
        try context.execute("DELETE FROM blob_links WHERE repository_id = ? AND blob_id = ?", [repository.id, blob])
        guard context.db.changesCount > 0 else { return }
        try Tombstone(kind: .blob, key: digest).insert(repository: repository.id, generation: repository.bumpGeneration(), in: context)
        context.changes.append(.blobUnlinked(repository.name, try Digest(digest)))
    }

    /// Removes a manifest that was deleted from its repository before, or is deleted by the caller.
    ///
    /// - Returns: What has to be removed in steps, after the commit, with ``Catalog/remove(_:)``.
    static func removeDetached(_ id: Int64, in context: borrowing WriteContext) throws -> LooseManifest? {
        if try context.db.row(Queries.hasReferencesPast, [id, LooseManifest.referencesAtOnce]) != nil {
            try LooseManifest.detach(id, in: context)
            return LooseManifest(id: id)
        }
        // Its content and references go with it.
        try context.execute("DELETE FROM manifests WHERE id = ?", [id])
        return nil
    }

    static let namesLookedAt = 200
}

extension Queries {
    /// Whether each manifest that names a digest is one of the repository's, or was deleted from it and can be restored.
    static let namesOfDigest = """
        SELECT m.repository_id IS ?2 OR m.trashed_from IS ?2 FROM manifest_references r
          CROSS JOIN manifests m ON m.id = r.manifest_id
        WHERE r.digest = ?1 LIMIT ?3
        """
}
