package import Catalog
import ImageStore
package import OCIModel
package import StageModel

extension StageCache {
    /// Makes a manifest, which was pushed by its digest before, a stage, if its signature's generation is still the one that
    /// was looked up. Durable when it returns.
    ///
    /// - Throws: ``OCIError``: `requestInvalid`, `digestInvalid`, `manifestUnknown`; `manifestBlobUnknown` where its bytes are
    ///   damaged or gone.
    package func publish(_ request: PublishStageRequest, in repository: RepositoryName) async throws -> PublishStageResponse {
        guard request.generation >= 0 else { throw OCIError(.requestInvalid, "a generation is zero or more") }
        guard (request.lease == nil) == (request.token == nil) else {
            throw OCIError(.requestInvalid, "a lease goes with its token; give both or none")
        }
        if let lease = request.lease { _ = try LeaseKey(checking: lease, in: repository) }
        return try await store.publishStage(request)
    }

    /// The stages of a repository, rejected ones too.
    ///
    /// - Throws: ``OCIError``: `nameUnknown`, `paginationInvalid` for an `after` that no list gave.
    package func stages(
        in repository: RepositoryName, stageName: String?, order: StageOrder, after: String?, limit: Int
    ) async throws -> StageListing {
        let cursor = after.flatMap { StageCursor($0) }
        guard after == nil || cursor != nil else {
            throw OCIError(.paginationInvalid, "'after' is the 'next' of the page before, as it was answered")
        }
        // Once a list: its pages need not agree to the last hit.
        if cursor == nil { await writeDownUses() }
        let listing = try await OCIError.translating {
            try await catalog.stages(in: repository, stageName: stageName, order: order, after: cursor, limit: limit)
        }
        guard let listing else { throw OCIError(.nameUnknown, "there is no repository \(repository)") }
        return listing
    }

    /// The tags of a repository that are neither stages nor records of werf's.
    ///
    /// - Throws: ``OCIError`` with code `nameUnknown`.
    package func images(in repository: RepositoryName, after: String?, limit: Int) async throws -> ImageListing {
        guard let page = try await OCIError.translating({ try await catalog.images(in: repository, after: after, limit: limit) }) else {
            throw OCIError(.nameUnknown, "there is no repository \(repository)")
        }
        return ImageListing(images: page.items, next: page.hasMore ? page.items.last?.tag : nil)
    }

    /// - Throws: ``OCIError`` with code `manifestUnknown`.
    package func image(_ tag: TagName, in repository: RepositoryName) async throws -> ImageListing.Entry {
        guard let entry = try await OCIError.translating({ try await catalog.image(tag, in: repository) }) else {
            throw OCIError(.manifestUnknown, "there is no image \(tag) in \(repository)")
        }
        return entry
    }
}
