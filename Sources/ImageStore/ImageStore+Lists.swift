package import BlobStore
package import Catalog
package import ContentHashing
package import OCIModel

extension ImageStore {
    /// The tags of a repository in byte order, strictly after `after`, which need not exist.
    ///
    /// - Throws: ``OCIError`` with code `nameUnknown`.
    package func tags(in repository: RepositoryName, after: String?, limit: Int) async throws -> Page<TagName> {
        guard let page = try await OCIError.translating({ try await catalog.tags(in: repository, after: after, limit: limit) }) else {
            throw OCIError(.nameUnknown, "there is no repository \(repository)")
        }
        return page
    }

    /// The repositories that hold a manifest, in byte order.
    package func repositories(after: String?, limit: Int) async throws -> Page<RepositoryName> {
        try await OCIError.translating { try await catalog.repositories(after: after, limit: limit) }
    }

    /// Descriptors of the manifests whose subject is `digest`, in the order of their digests. Empty where there are none,
    /// whether or not the subject or the repository exists.
    package func referrers(
        of digest: Digest, in repository: RepositoryName, artifactType: String?, after: String?, limit: Int
    ) async throws -> Page<Descriptor> {
        try await OCIError.translating {
            try await catalog.referrers(of: digest, in: repository, artifactType: artifactType, after: after, limit: limit)
        }
    }

    /// Counts of what is stored; answered without counting.
    package func statistics() async throws -> CatalogStatistics {
        try await OCIError.translating { try await catalog.statistics() }
    }

    /// Room where the blobs lie.
    package func space() async throws -> StorageSpace {
        try await OCIError.translating { try await blobs.space() }
    }

    /// How many changes shared how many commits.
    package var commitCounts: CommitCounts { catalog.commitCounts }

    /// Proves that the catalog answers and that the data folder can be reached.
    package func checkReadiness() async throws {
        _ = try await statistics()
        _ = try await space()
    }
}
