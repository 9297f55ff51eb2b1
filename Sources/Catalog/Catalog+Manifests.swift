import ContentHashing
import GRDB
package import OCIModel
package import StageModel

extension Catalog {
    /// Puts a manifest into a repository, which is made if it is new, and points `tags` at it.
    ///
    /// The repository must hold the blobs that the manifest requires; entries of an index and subjects may be absent. A
    /// manifest that is there already stays as it is, with its media type and time, and so does a tag that points at it.
    ///
    /// What a tag means goes in with it: a stage's tag becomes a stage, and so on. A tag for which a strategy was recorded stays
    /// an image, with that strategy.
    ///
    /// One that names very many others is written in several commits, and appears with the last. If its caller is cancelled
    /// before, nothing appears.
    ///
    /// - Parameter facts: What is known of the tags. One that is not in it means what its name says.
    package func publishManifest(
        _ manifest: Manifest, tags: [TagName], facts: [TagName: TagFacts] = [:], in repository: RepositoryName
    ) async throws -> PublishManifestOutcome {
        try await publish(
            ManifestPublication(row: try ManifestRow(manifest), digest: manifest.digest, tags: tags, facts: facts, repository: repository))
    }

    /// Puts a manifest into a repository, as ``publishManifest(_:tags:facts:in:)`` does, and gives it the tag of an image, whatever
    /// the tag's shape. The strategy is recorded: it stays with the tag until that is deleted.
    package func publishImage(
        _ manifest: Manifest, tag: TagName, facts: ImageFacts, in repository: RepositoryName
    ) async throws -> PublishManifestOutcome {
        try await publish(
            ManifestPublication(
                row: try ManifestRow(manifest), digest: manifest.digest, tags: [tag], facts: [tag: .image(facts)], isRecorded: true,
                repository: repository))
    }

    private func publish(_ publication: ManifestPublication) async throws -> PublishManifestOutcome {
        if publication.row.needsSteps { return try await publishInSteps(publication) }
        return try await writer.write { context in
            let missing = try publication.check(in: context.db).missing
            guard missing.isEmpty else { return .missing(missing) }
            try publication.publish(in: &context)
            return .published
        }
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
