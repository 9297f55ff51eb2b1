import BlobStore
import Catalog
package import ContentHashing
package import OCIModel

extension ImageStore {
    /// Makes a blob of another repository one of this repository, without sending it.
    ///
    /// - Parameter source: Where the client says the blob is; `nil` for anywhere. The caller has asked whether the client
    ///   may read there.
    /// - Returns: `nil` where there is no such blob, or its bytes are damaged: it must be uploaded.
    package func mountBlob(_ digest: Digest, from source: RepositoryName?, into repository: RepositoryName) async throws -> StoredBlob? {
        await renewGrace(of: digest)
        return try await OCIError.translating {
            let known = if let source { try await catalog.blob(digest, in: source) } else { try await catalog.blob(digest) }
            guard let known, !known.isSuspect, try await blobs.size(of: digest) == known.size else { return nil }
            switch try await catalog.mountBlob(digest, from: source, into: repository) {
            case .mounted(let record): return StoredBlob(digest: digest, size: record.size)
            case .unknown: return nil
            }
        }
    }

    /// Stores a manifest and points tags at it. When this returns, both are durable and visible, and so is what the tags mean: a
    /// stage's tag is a stage in the stage cache, whoever pushed it.
    ///
    /// - Throws: ``OCIError`` with code `manifestBlobUnknown` where the repository lacks its config or a layer, or their
    ///   files are damaged; entries of an index and the subject may be absent.
    package func publish(_ manifest: Manifest, tags: [TagName], in repository: RepositoryName) async throws {
        // It may be there already, and nothing may need it but the client that relies on this push.
        await renewGrace(of: manifest.digest)
        let outcome = try await OCIError.translating {
            try await requireFiles(of: manifest, in: repository)
            let facts = try await facts(of: tags, on: manifest, in: repository)
            return try await catalog.publishManifest(manifest, tags: tags, facts: facts, in: repository)
        }
        try Self.require(outcome, in: repository)
    }

    static func require(_ outcome: PublishManifestOutcome, in repository: RepositoryName) throws(OCIError) {
        switch outcome {
        case .published: return
        case .missing(let digests): throw missing(digests, in: repository)
        }
    }

    /// An image is not acknowledged over bytes that are known to be gone.
    ///
    /// - Parameter andLinks: Whether a blob that the repository doesn't hold is missed too. Where a manifest is published the
    ///   catalog says so, in the transaction.
    func requireFiles(of manifest: Manifest, in repository: RepositoryName, andLinks: Bool = false) async throws {
        var damaged: [Digest] = []
        for digest in Set(manifest.requiredBlobs.map(\.digest)) {
            guard let record = try await catalog.blob(digest, in: repository) else {
                if andLinks { damaged.append(digest) }
                continue
            }
            if record.isSuspect { damaged.append(digest) } else if try await blobs.size(of: digest) != record.size { damaged.append(digest) }
        }
        guard damaged.isEmpty else { throw Self.missing(damaged.sorted(), in: repository) }
    }

    private static func missing(_ digests: [Digest], in repository: RepositoryName) -> OCIError {
        let names = digests.map(\.description)
        return OCIError(
            .manifestBlobUnknown,
            "\(repository) lacks \(names.count) of the manifest's blobs; push them first: \(names.prefix(8).joined(separator: ", "))",
            detail: ["digests": names.prefix(64).joined(separator: ",")])
    }
}
