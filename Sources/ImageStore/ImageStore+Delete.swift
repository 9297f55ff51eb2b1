import BlobStore
import Catalog
package import ContentHashing
import Logging
package import OCIModel

extension ImageStore {
    /// Removes a tag; other tags and the manifest stay. Within the undo window it can be restored.
    ///
    /// - Throws: ``OCIError`` with code `manifestUnknown` or `nameUnknown`.
    package func deleteTag(_ tag: TagName, from repository: RepositoryName) async throws {
        let outcome = try await removing { try await catalog.deleteTag(tag, from: repository, as: disposal(takesManifest: false)) }
        try require(outcome, repository, else: OCIError(.manifestUnknown, "there is no tag \(tag) in \(repository)"))
    }

    /// Removes a manifest and all tags that point at it. Its blobs stay until nothing needs them, and within the undo window
    /// all of it can be restored.
    ///
    /// - Throws: ``OCIError`` with code `manifestUnknown` or `nameUnknown`.
    package func deleteManifest(_ digest: Digest, from repository: RepositoryName) async throws {
        let outcome = try await removing { try await catalog.deleteManifest(digest, from: repository, as: disposal(takesManifest: true)) }
        try require(outcome, repository, else: OCIError(.manifestUnknown, "there is no manifest \(digest) in \(repository)"))
    }

    /// Takes a blob out of a repository. Other repositories keep it, and its bytes stay until nothing needs them.
    ///
    /// - Throws: ``OCIError`` with code `blobUnknown` or `nameUnknown`.
    package func deleteBlob(_ digest: Digest, from repository: RepositoryName) async throws {
        let outcome = try await removing { try await catalog.unlinkBlob(digest, from: repository) }
        try require(outcome, repository, else: OCIError(.blobUnknown, "there is no blob \(digest) in \(repository)"))
    }

    private func disposal(takesManifest: Bool) -> Disposal {
        Disposal(reason: "deleted by a client", undoWindow: configuration.undoWindow, takesManifest: takesManifest)
    }

    /// Makes a change that takes something away. On a full disk it is made in the room that the store keeps for that, so that
    /// space can be won back.
    package func removing<Value>(_ change: () async throws -> Value) async throws -> Value {
        try await OCIError.translating {
            do {
                return try await change()
            } catch let error as CatalogError where error.code == .noSpace {
                logger.warning("the disk is full; the reserve is given up for a deletion")
                try await blobs.releaseReserve()
                return try await change()
            }
        }
    }

    func require(_ outcome: DeleteOutcome, _ repository: RepositoryName, else unknown: OCIError) throws(OCIError) {
        switch outcome {
        case .deleted: return
        case .unknown: throw unknown
        case .repositoryUnknown: throw OCIError(.nameUnknown, "there is no repository \(repository)")
        }
    }
}
