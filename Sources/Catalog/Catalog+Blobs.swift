package import ContentHashing
import GRDB
package import OCIModel
import StageModel

extension Catalog {
    /// Records that the bytes of `digest` are stored and verified, and that `repository` holds them. Makes the repository if
    /// it is new, clears the mark `isSuspect`, and forgets the upload that brought the bytes. A blob that the collector was about
    /// to remove stays.
    ///
    /// Call it after the bytes are on the disk under their digest: a row must never promise bytes that a power cut takes.
    package func recordBlob(_ digest: Digest, size: Int64, in repository: RepositoryName, completing upload: UploadID?) async throws {
        try await writer.write { context in
            let blob = try Self.storeBlob(digest, size: size, in: context)
            var row = try RepositoryRow.findOrCreate(repository, in: context)
            _ = try blob.link(to: &row, in: &context)
            try row.save(in: context)
            if let upload {
                try context.execute("DELETE FROM uploads WHERE id = ?", [upload.value])
            }
        }
    }

    private static func storeBlob(_ digest: Digest, size: Int64, in context: borrowing WriteContext) throws -> BlobRow {
        if let found = try BlobRow.find(digest, in: context) {
            try context.execute("UPDATE blobs SET size = ?, is_suspect = 0, is_deleting = 0, proofs = proofs + 1 WHERE id = ?", [size, found.id])
            return found
        }
        try context.execute(
            "INSERT INTO blobs (digest, size, created_at) VALUES (?, ?, ?)", [digest.description, size, context.now.millisecondsSince1970])
        return BlobRow(
            id: context.db.lastInsertedRowID, record: BlobRecord(digest: digest, size: size, isSuspect: false, createdAt: context.now),
            isDeleting: false)
    }

    /// The blob, if `repository` holds it.
    package func blob(_ digest: Digest, in repository: RepositoryName) async throws -> BlobRecord? {
        let key = digest.description
        return try await readOnce { db in
            try db.row(Queries.blobInRepository, [repository.value, key]).map { BlobRow($0, digest: digest).record }
        }
    }

    /// The blob, whichever repositories hold it, if any. One that is being deleted isn't there.
    package func blob(_ digest: Digest) async throws -> BlobRecord? {
        let key = digest.description
        return try await readOnce { db in
            guard let row = try db.row(Queries.blobByDigest, [key]).map({ BlobRow($0, digest: digest) }) else { return nil }
            return row.isDeleting ? nil : row.record
        }
    }

    /// Whether the stored bytes of the digest were found damaged, also where the blob is being deleted.
    package func isSuspect(_ digest: Digest) async throws -> Bool {
        let key = digest.description
        return try await readOnce { db in
            try db.row(Queries.blobByDigest, [key]).map { BlobRow($0, digest: digest).record.isSuspect } ?? false
        }
    }

    /// Lets `target` hold a blob that `source` holds, or where `source` is `nil` any repository. Makes `target` if it is new.
    ///
    /// A blob that `target` holds already is mounted, also where `source` doesn't hold it. A suspect one is unknown in any
    /// case, so that the client uploads it and it heals; so is one that is being deleted.
    package func mountBlob(_ digest: Digest, from source: RepositoryName?, into target: RepositoryName) async throws -> MountOutcome {
        try await writer.write { context in
            guard let blob = try BlobRow.find(digest, in: context), !blob.record.isSuspect, !blob.isDeleting else { return .unknown }
            guard try Self.holds(blob, in: target, context) || Self.canMount(blob, from: source, context) else { return .unknown }
            var row = try RepositoryRow.findOrCreate(target, in: context)
            _ = try blob.link(to: &row, in: &context)
            try row.save(in: context)
            return .mounted(blob.record)
        }
    }

    private static func canMount(_ blob: BlobRow, from source: RepositoryName?, _ context: borrowing WriteContext) throws -> Bool {
        guard let source else { return try context.db.row(Queries.linkExistsSomewhere, [blob.id]) != nil }
        return try holds(blob, in: source, context)
    }

    private static func holds(_ blob: BlobRow, in repository: RepositoryName, _ context: borrowing WriteContext) throws -> Bool {
        guard let row = try RepositoryRow.find(repository, in: context) else { return false }
        return try context.db.row(Queries.linkExists, [row.id, blob.id]) != nil
    }

    /// Ends that `repository` holds the blob. The blob itself, and manifests that name it, stay.
    package func unlinkBlob(_ digest: Digest, from repository: RepositoryName) async throws -> DeleteOutcome {
        try await writer.write { context in
            guard var row = try RepositoryRow.find(repository, in: context) else { return .repositoryUnknown }
            guard let blob = try BlobRow.find(digest, in: context) else { return .unknown }
            try context.execute("DELETE FROM blob_links WHERE repository_id = ? AND blob_id = ?", [row.id, blob.id])
            guard context.db.changesCount > 0 else { return .unknown }
            try Tombstone(kind: .blob, key: digest.description).insert(repository: row.id, generation: row.bumpGeneration(), in: context)
            try row.save(in: context)
            context.changes.append(.blobUnlinked(repository, digest))
            return .deleted
        }
    }

    /// Marks the stored bytes of a blob as damaged, so that the next push of it replaces them.
    ///
    /// Does nothing where the blob was recorded again since `record` was read: the bytes that were found damaged may not be
    /// the stored ones any more.
    package func markSuspect(_ record: BlobRecord) async throws {
        try await writer.write { context in
            try context.execute(
                "UPDATE blobs SET is_suspect = 1 WHERE digest = ? AND proofs = ? AND created_at = ? AND is_suspect = 0",
                [record.digest.description, record.proofs, record.createdAt.millisecondsSince1970])
        }
    }
}
