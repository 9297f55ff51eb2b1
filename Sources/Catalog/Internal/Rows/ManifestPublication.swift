import ContentHashing
import GRDB
import OCIModel
import StageModel

/// The publishing of a manifest, as the writer does it.
struct ManifestPublication: Sendable {
    let row: ManifestRow
    let digest: Digest
    let tags: [TagName]
    /// What the tags mean. One that is not in it means what its name says.
    let facts: [TagName: TagFacts]
    /// The facts were asked for, rather than read from the image.
    var isRecorded = false
    let repository: RepositoryName

    /// Whether the required blobs are there, and when that was true.
    struct Check: Sendable {
        let missing: [Digest]
        /// The repository's generation; `nil` where it is unknown.
        let generation: Int64?
    }

    func check(in db: Database) throws -> Check {
        let found = try db.row(Queries.repository, [repository.value])
        let id = found.map { $0[0] as Int64 }
        let missing = try row.requiredBlobs.filter { blob in
            guard let id else { return true }
            return try db.row(Queries.digestIsLinked, [id, blob.text]) == nil
        }
        return Check(missing: missing.map(\.digest), generation: found.map { $0[1] })
    }

    /// Publishes, unless blobs are missing.
    ///
    /// - Parameter staged: The manifest, if it was written before; it stays loose where the repository has the manifest by now.
    func publish(staged: LooseManifest? = nil, in context: inout WriteContext) throws {
        var repository = try RepositoryRow.findOrCreate(repository, in: context)
        let id: Int64
        if let found = try context.integer(Queries.manifestID, [repository.id, row.digest]) {
            id = found
            try ManifestRow.renewUntagged(found, in: context)
        } else {
            if let staged {
                id = staged.id
                try staged.attach(to: repository.id, generation: repository.bumpGeneration(), in: context)
            } else {
                id = try row.insert(repository: repository.id, generation: repository.bumpGeneration(), in: context)
                try row.insertReferences(row.references.indices, of: id, in: context)
            }
            try Tombstone(kind: .manifest, key: row.digest).remove(repository: repository.id, in: context)
            context.changes.append(.manifestPublished(repository.name, digest))
        }
        for tag in tags {
            try TagRow(name: tag, facts: facts[tag] ?? TagFacts(tag), isRecorded: isRecorded)
                .point(at: (id, digest), in: &repository, &context)
        }
        try repository.save(in: context)
    }
}
