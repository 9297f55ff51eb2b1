package import BlobStore
import Catalog
package import ContentHashing
import Logging
package import OCIModel

extension ImageStore {
    /// The manifest that a tag or digest names, byte for byte as it was pushed.
    ///
    /// - Parameter use: What a client wants it for. Marks the manifest as used, and counts in the statistics of the stage cache where
    ///   it names a stage.
    /// - Throws: ``OCIError`` with code `manifestUnknown` or `nameUnknown`.
    package func manifest(_ reference: Reference, in repository: RepositoryName, use: ManifestUse = .none) async throws -> ServedManifest {
        guard use != .none else { return try await manifest(reference, in: repository) }
        let tag: TagName? = if case .tag(let tag) = reference { tag } else { nil }
        do {
            var moment = steps.moment
            var found = try await manifest(reference, in: repository)
            uses.recordUse(of: found.digest, tag: tag, in: repository, isHit: use == .pull)
            while await steps.mayBeGone(since: moment, { { $0.isMeant(by: reference, in: repository) } }) {
                moment = steps.moment
                let now = try await manifest(reference, in: repository)
                if now.digest == found.digest { break }
                found = now
                uses.recordUse(of: found.digest, tag: tag, in: repository, isHit: false)
            }
            return found
        } catch let error as OCIError where error.code == .manifestUnknown || error.code == .nameUnknown {
            if let tag { uses.recordMiss(of: tag, in: repository) }
            throw error
        }
    }

    /// What ``manifest(_:in:use:)`` gives, where it is in memory and nothing has to be waited for.
    package func manifestInMemory(_ reference: Reference, in repository: RepositoryName, use: ManifestUse) -> ServedManifest? {
        let moment = steps.moment
        var tag: TagName?
        switch reference {
        case .tag(let name): tag = name
        case .digest(let digest):
            graces.touch(digest)
            guard !removals.isDeciding else { return nil }
        }
        guard moment.isQuiet else { return nil }
        guard let manifest = manifestCache.peek(ManifestCache.Key(repository: repository, reference: reference)) else { return nil }
        if tag != nil { graces.touch(manifest.digest) }
        if use != .none { uses.recordUse(of: manifest.digest, tag: tag, in: repository, isHit: use == .pull) }
        // Otherwise a step may decide about it just now, without knowing of the mark.
        return steps.moment == moment ? manifest : nil
    }

    private func manifest(_ reference: Reference, in repository: RepositoryName) async throws -> ServedManifest {
        if case .digest(let digest) = reference { await renewGrace(of: digest) }
        let manifest = try await storedOrCached(reference, in: repository)
        // While the tag was read nothing could remove its target; from now on the ledger keeps it.
        if case .tag = reference { graces.touch(manifest.digest) }
        return manifest
    }

    private func storedOrCached(_ reference: Reference, in repository: RepositoryName) async throws -> ServedManifest {
        let key = ManifestCache.Key(repository: repository, reference: reference)
        switch manifestCache.find(key) {
        case .success(let manifest): return manifest
        case .failure(let missing):
            guard let stored = try await OCIError.translating({ try await catalog.manifest(reference, in: repository) }) else {
                _ = try await tags(in: repository, after: nil, limit: 0)
                throw OCIError(.manifestUnknown, "there is no manifest \(reference) in \(repository)")
            }
            let manifest = ServedManifest(stored)
            manifestCache.store(manifest, at: key, ticket: missing.ticket)
            return manifest
        }
    }

    /// A blob of the repository, whose bytes are there.
    ///
    /// A blob whose file is missing or has another size, or whose bytes are suspect, is not there: a client that is told so
    /// sends it again, which heals it. Nothing is remembered of it, so a folder that comes back brings its blobs back.
    ///
    /// - Throws: ``OCIError`` with code `blobUnknown`.
    package func blob(_ digest: Digest, in repository: RepositoryName) async throws -> StoredBlob {
        await renewGrace(of: digest)
        return try await OCIError.translating {
            let record = try await record(of: digest, in: repository)
            guard !record.isSuspect else { throw missing(record, found: "suspect bytes") }
            let size = try await blobs.size(of: digest)
            guard size == record.size else { throw missing(record, found: size.map { "\($0) bytes" } ?? "no file") }
            return StoredBlob(digest: digest, size: record.size)
        }
    }

    /// The bytes of a blob of the repository. The caller closes them. Suspect bytes are served: who pulls checks them, and
    /// often has nowhere else to go.
    ///
    /// - Throws: ``OCIError`` with code `blobUnknown`.
    package func openBlob(_ digest: Digest, in repository: RepositoryName) async throws -> (blob: StoredBlob, content: BlobContent) {
        await renewGrace(of: digest)
        return try await OCIError.translating {
            let record = try await record(of: digest, in: repository)
            do {
                return (StoredBlob(digest: digest, size: record.size), try await blobs.open(digest, expectedSize: record.size))
            } catch let error as BlobStoreError where error.code == .notFound || error.code == .damaged {
                throw missing(record, found: error.message)
            } catch let error as BlobStoreError where error.code == .io {
                // The next push of it replaces the file, although its size is right.
                try await catalog.markSuspect(record)
                throw error
            }
        }
    }

    private func record(of digest: Digest, in repository: RepositoryName) async throws -> BlobRecord {
        guard let record = try await catalog.blob(digest, in: repository) else {
            throw OCIError(.blobUnknown, "there is no blob \(digest) in \(repository)")
        }
        return record
    }

    private func missing(_ record: BlobRecord, found: String) -> OCIError {
        logger.critical(
            "a blob is damaged; pushing it again heals it",
            metadata: ["digest": "\(record.digest)", "expected_bytes": "\(record.size)", "found": "\(found)"])
        return OCIError(.blobUnknown, "the bytes of \(record.digest) are damaged; push the blob again")
    }
}
