package import ContentHashing
import Glibc
package import OCIModel

extension FileBlobStore {
    /// The mode of an upload's file: nobody but the server has business with it.
    private static let uploadMode: UInt16 = 0o600

    package func createUpload(_ id: UploadID, algorithm: DigestAlgorithm) async throws -> any BlobUpload {
        try await context.uploadLocks.withLock(id) {
            let descriptor = try await context.run(on: .write, "start the upload \(id)") { [context] fileSystem in
                try context.requireRoom()
                do {
                    return try fileSystem.open(context.layout.path(of: id), .createNew(mode: Self.uploadMode))
                } catch let error as FileError where error.errno == EEXIST {
                    throw BlobStoreError(.busy, "there is an upload \(id) already", cause: error)
                }
            }
            let upload = FileUpload(
                id, in: context, descriptor: descriptor, hasher: ContentHasher(algorithm: algorithm), offset: 0, needsRewrite: false, isFresh: true)
            context.uploads.add(upload)
            return upload
        }
    }

    package func resumeUpload(_ id: UploadID, algorithm: DigestAlgorithm) async throws -> any BlobUpload {
        try await context.uploadLocks.withLock(id) {
            if let upload = context.uploads.openUpload(id) { return upload }
            let (descriptor, size) = try await context.run(on: .write, "continue the upload \(id)") { [context] fileSystem in
                try Self.openForResuming(id, context.layout.path(of: id), in: fileSystem)
            }
            do {
                let closed = context.uploads.closedUpload(id)
                let hasher: ContentHasher
                if let closed, closed.size == size, closed.hasher.algorithm == algorithm {
                    hasher = closed.hasher
                } else {
                    // Written again in the same pass unless a later sync can be trusted without.
                    hasher = try await context.reread(descriptor, size: size, algorithm: algorithm, rewriting: closed?.size != size)
                }
                let upload = FileUpload(
                    id, in: context, descriptor: descriptor, hasher: hasher, offset: size, needsRewrite: false, isFresh: false)
                context.uploads.add(upload)
                return upload
            } catch {
                context.fileSystem.close(descriptor)
                throw error
            }
        }
    }

    package func discardUpload(_ id: UploadID) async throws {
        try await context.uploadLocks.withLock(id) {
            if let upload = context.uploads.openUpload(id) { return try await upload.discardLocked() }
            context.uploads.remove(id)
            try await context.removeUpload(id)
        }
    }

    package func uploadSize(_ id: UploadID) async throws -> Int64? {
        if let upload = context.uploads.openUpload(id) { return upload.offset }
        return try await context.run(on: .read, "look up the upload \(id)") { [context] fileSystem in
            try fileSystem.status(context.layout.path(of: id))?.size
        }
    }

    /// Uploads whose file is open.
    package var openUploadCount: Int { context.uploads.open.count }

    package func uploadIDs() async throws -> [UploadID] {
        try await context.run(on: .read, "list the uploads") { [context] fileSystem in
            try fileSystem.list(context.layout.uploads).compactMap { UploadID($0) }
        }
    }

    private static func openForResuming(_ id: UploadID, _ path: String, in fileSystem: any FileSystem) throws -> (FileDescriptor, size: Int64) {
        let unknown = BlobStoreError(.uploadUnknown, "there is no upload \(id)")
        guard let status = try fileSystem.status(path) else { throw unknown }
        guard status.linkCount == 1 else {
            // A crash while it was made a blob left it both names. The blob's bytes are never written again, so it is no
            // upload any more.
            try fileSystem.unlink(path)
            throw unknown
        }
        if status.mode & 0o200 == 0 {
            // It was about to become a blob.
            let descriptor = try fileSystem.open(path, .read)
            defer { fileSystem.close(descriptor) }
            try fileSystem.setMode(descriptor, uploadMode)
        }
        let descriptor = try fileSystem.open(path, .readWrite)
        do {
            return (descriptor, try fileSystem.status(descriptor).size)
        } catch {
            fileSystem.close(descriptor)
            throw error
        }
    }
}
