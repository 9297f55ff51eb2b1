import Catalog
import ContentHashing
package import OCIModel
package import StageModel

/// What an operator deletes and restores.
extension ImageStore {
    /// Deletes a tag together with its manifest, unless something else needs that, or a manifest with all its tags.
    ///
    /// By its tag it is gone at once. Within the undo window a tag's manifest can still be pulled by its digest, for whoever is about
    /// to, and everything can be restored.
    ///
    /// - Parameters:
    ///   - reason: For people.
    ///   - now: For good: nothing can be restored, and what the trash holds of it goes too. What only it needed, entries of an index,
    ///     referrers and blobs, goes as the collector comes to it, when nobody has asked for it in a grace.
    /// - Returns: What was deleted, with until when it can be restored.
    /// - Throws: ``OCIError`` with code `manifestUnknown` or `nameUnknown`.
    package func deleteImage(
        _ reference: Reference, from repository: RepositoryName, reason: String, now: Bool
    ) async throws -> [TrashListing.Entry] {
        let disposal = Disposal(reason: reason, undoWindow: now ? .zero : configuration.undoWindow, takesManifest: true)
        let (outcome, entries) = try await removing { try await catalog.deleteImage(reference, from: repository, as: disposal) }
        try require(outcome, repository, else: Self.unknownImage(reference, in: repository))
        return entries
    }

    private static func unknownImage(_ reference: Reference, in repository: RepositoryName) -> OCIError {
        switch reference {
        case .tag(let tag): OCIError(.manifestUnknown, "there is no tag \(tag) in \(repository)")
        case .digest(let digest): OCIError(.manifestUnknown, "there is no manifest \(digest) in \(repository)")
        }
    }

    /// Brings back what was deleted: a tag, or a manifest with the tags whose deletion took it along, as far as they are free.
    ///
    /// - Returns: What is there again.
    /// - Throws: ``OCIError`` with code `manifestUnknown` where the trash doesn't hold it, `tagTaken` where the tag has another target now.
    package func restoreImage(_ reference: Reference, in repository: RepositoryName) async throws -> [TrashListing.Entry] {
        let outcome = try await OCIError.translating {
            switch reference {
            case .tag(let tag): try await catalog.restore(tag, in: repository)
            case .digest(let digest): try await catalog.restore(digest, in: repository)
            }
        }
        switch outcome {
        case .restored(let entries): return entries
        case .taken(let digest):
            throw OCIError(
                .tagTaken, "\(reference) in \(repository) points at \(digest) now; delete that tag first, or restore the other by its digest")
        case .unknown: throw OCIError(.manifestUnknown, "the trash of \(repository) doesn't hold \(reference), or not any more")
        }
    }

    /// What can be restored in a repository, what was deleted last first.
    ///
    /// - Throws: ``OCIError`` with code `nameUnknown`.
    package func trash(in repository: RepositoryName, after: String?, limit: Int) async throws -> TrashListing {
        guard let listing = try await OCIError.translating({ try await catalog.trash(in: repository, after: after, limit: limit) }) else {
            throw OCIError(.nameUnknown, "there is no repository \(repository)")
        }
        return listing
    }
}
