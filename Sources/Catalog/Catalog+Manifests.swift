import ContentHashing
import GRDB
package import OCIModel

extension Catalog {
    /// Puts a manifest into a repository, which is made if it is new, and points `tags` at it.
    ///
    /// The repository must hold the blobs that the manifest requires; entries of an index and subjects may be absent. A
    /// manifest that is there already stays as it is, with its media type and time, and so does a tag that points at it.
    ///
    /// A manifest of a usual size holds the writer for less than a millisecond; one that names twenty thousand others, for
    /// some tens.
    package func publishManifest(_ manifest: Manifest, tags: [TagName], in repository: RepositoryName) async throws -> PublishManifestOutcome {
        let prepared = try ManifestRow(manifest)
        let digest = manifest.digest
        return try await writer.write { context in
            let found = try RepositoryRow.find(repository, in: context)
            let missing = try prepared.requiredBlobs.filter { blob in
                guard let found else { return true }
                return try context.row(Queries.digestIsLinked, [found.id, blob.text]) == nil
            }
            guard missing.isEmpty else { return .missing(missing.map(\.digest)) }

            var row = try found ?? RepositoryRow.findOrCreate(repository, in: context)
            var id = try context.integer(Queries.manifestID, [row.id, prepared.digest])
            if id == nil {
                id = try prepared.insert(repository: row.id, generation: row.bumpGeneration(), in: context)
                try Tombstone(kind: .manifest, key: prepared.digest).remove(repository: row.id, in: context)
                context.changes.append(.manifestPublished(repository, digest))
            }
            for tag in tags {
                guard let id, try Self.point(tag, at: id, in: &row, context) else { continue }
                context.changes.append(.tagMoved(repository, tag, digest))
            }
            try row.save(in: context)
            return .published
        }
    }

    /// - Returns: False where the tag pointed there already.
    private static func point(_ tag: TagName, at manifest: Int64, in row: inout RepositoryRow, _ context: borrowing WriteContext) throws -> Bool {
        let target = try context.integer(Queries.tagTarget, [row.id, tag.value])
        if target == manifest { return false }
        let now = context.now.millisecondsSince1970
        if target == nil {
            try context.execute(
                "INSERT INTO tags (repository_id, name, manifest_id, generation, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
                [row.id, tag.value, manifest, row.bumpGeneration(), now, now])
            try Tombstone(kind: .tag, key: tag.value).remove(repository: row.id, in: context)
        } else {
            try context.execute(
                "UPDATE tags SET manifest_id = ?, generation = ?, updated_at = ? WHERE repository_id = ? AND name = ?",
                [manifest, row.bumpGeneration(), now, row.id, tag.value])
        }
        return true
    }

    /// The manifest that `reference` names in the repository.
    package func manifest(_ reference: Reference, in repository: RepositoryName) async throws -> StoredManifest? {
        let sql: String
        let key: String
        switch reference {
        case .tag(let tag): (sql, key) = (Queries.manifestByTag, tag.value)
        case .digest(let digest): (sql, key) = (Queries.manifestByDigest, digest.description)
        }
        return try await readOnce { db in
            try db.row(sql, [repository.value, key])?.storedManifest()
        }
    }
}
