package import ContentHashing
import GRDB
package import OCIModel

extension Catalog {
    /// How many tags are deleted with one hold of the writer.
    static let tagsDeletedAtOnce = 200

    /// Deletes a manifest and the tags that point at it. Blobs, and manifests that name it, stay.
    ///
    /// Where very many tags point at it, they go in several commits, the manifest with the last. A crash between them leaves
    /// the manifest and the other tags, and nothing was acknowledged.
    package func deleteManifest(_ digest: Digest, from repository: RepositoryName) async throws -> DeleteOutcome {
        while true {
            let outcome: DeleteOutcome? = try await writer.write { context in
                guard var row = try RepositoryRow.find(repository, in: context) else { return .repositoryUnknown }
                let key = digest.description
                guard let id = try context.integer(Queries.manifestID, [row.id, key]) else { return .unknown }
                let tags = try Row.fetchAll(
                    context.db.cachedStatement(sql: Queries.tagsOfManifest), arguments: [id, Self.tagsDeletedAtOnce + 1]
                ).map { try $0.tagName(0) }
                for tag in tags.prefix(Self.tagsDeletedAtOnce) {
                    try Self.remove(tag, from: &row, &context)
                }
                let isLast = tags.count <= Self.tagsDeletedAtOnce
                if isLast {
                    // Its content and references go with it.
                    try context.execute("DELETE FROM manifests WHERE id = ?", [id])
                    try Tombstone(kind: .manifest, key: key).insert(repository: row.id, generation: row.bumpGeneration(), in: context)
                    context.changes.append(.manifestDeleted(repository, digest))
                }
                try row.save(in: context)
                return isLast ? .deleted : nil
            }
            if let outcome { return outcome }
        }
    }

    /// Deletes a tag. Its manifest and the other tags stay.
    package func deleteTag(_ tag: TagName, from repository: RepositoryName) async throws -> DeleteOutcome {
        try await writer.write { context in
            guard var row = try RepositoryRow.find(repository, in: context) else { return .repositoryUnknown }
            guard try context.integer(Queries.tagTarget, [row.id, tag.value]) != nil else { return .unknown }
            try Self.remove(tag, from: &row, &context)
            try row.save(in: context)
            return .deleted
        }
    }

    private static func remove(_ tag: TagName, from row: inout RepositoryRow, _ context: inout WriteContext) throws {
        try context.execute("DELETE FROM tags WHERE repository_id = ? AND name = ?", [row.id, tag.value])
        try Tombstone(kind: .tag, key: tag.value).insert(repository: row.id, generation: row.bumpGeneration(), in: context)
        context.changes.append(.tagDeleted(row.name, tag))
    }
}
