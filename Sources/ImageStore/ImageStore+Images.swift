import Catalog
import ContentHashing
import OCIModel
package import StageModel

extension ImageStore {
    /// Indexes inside of indexes are followed so deep.
    private static let indexDepth = 4

    /// Gives a manifest that is here the tag of an image, in this or another repository, and records why. Its blobs, and the
    /// entries of an index as far as they are in the source, are mounted. The caller has asked whether the client may pull from
    /// the source and push to the target, and checked the texts.
    ///
    /// What the request doesn't say is read from the image's labels.
    ///
    /// - Throws: ``OCIError``: `nameInvalid`, `tagInvalid`, `manifestUnknown`; `manifestBlobUnknown` where the image's bytes are
    ///   damaged.
    package func publishImage(_ request: PublishImageRequest) async throws -> ImageListing.Entry {
        let source = try RepositoryName(request.sourceRepository)
        let target = try RepositoryName(request.repository)
        let tag = try TagName(request.tag)
        guard ServiceTag(tag) == nil else {
            throw OCIError(.tagInvalid, "tags such as '\(tag)' hold records of werf's; choose another for an image")
        }
        let manifest = try await storedManifest(try Reference(request.source), in: source)
        if source != target {
            var seen: Set<Digest> = []
            try await mountContents(of: manifest, from: source, into: target, depth: 0, seen: &seen)
        }
        let outcome = try await OCIError.translating {
            try await requireFiles(of: manifest, in: target)
            var facts = ImageFacts(manifest, tag: tag, labels: try await labels(of: manifest, in: target))
            facts.strategy = request.strategy
            facts.imageName = request.imageName ?? facts.imageName
            facts.gitReference = request.gitReference ?? facts.gitReference
            if !request.commits.isEmpty { facts.commits = Set(request.commits).sorted() }
            return try await catalog.publishImage(manifest, tag: tag, facts: facts, in: target)
        }
        try Self.require(outcome, in: target)
        guard let entry = try await OCIError.translating({ try await catalog.image(tag, in: target) }) else {
            throw OCIError(.manifestUnknown, "the tag \(tag) was deleted from \(target) right after it was published; publish again")
        }
        return entry
    }

    /// Makes what a manifest names part of the target. What can't be mounted is missed when the manifest is published.
    private func mountContents(
        of manifest: Manifest, from source: RepositoryName, into target: RepositoryName, depth: Int, seen: inout Set<Digest>
    ) async throws {
        for blob in (manifest.config.map { [$0] } ?? []) + manifest.layers where seen.insert(blob.digest).inserted {
            _ = try await mountBlob(blob.digest, from: source, into: target)
        }
        for entry in manifest.entries where seen.insert(entry.digest).inserted {
            let stored = try await OCIError.translating { try await catalog.manifest(.digest(entry.digest), in: source) }
            if stored == nil {
                _ = try await mountBlob(entry.digest, from: source, into: target)
            } else if depth < Self.indexDepth {
                let entry = try await storedManifest(.digest(entry.digest), in: source)
                try await mountContents(of: entry, from: source, into: target, depth: depth + 1, seen: &seen)
                try await publish(entry, tags: [], in: target)
            }
        }
    }
}
