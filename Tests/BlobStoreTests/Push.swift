import BlobStore
import ContentHashing
import NIOCore
import OCIModel
import StowageTestSupport

/// A client that pushes one blob, and goes on where its upload stands when it is asked again.
final class Push {
    enum Kind: CaseIterable {
        /// In one go; nothing is stored before.
        case single
        /// In pieces, each flushed, closed and resumed between.
        case chunked
        /// The blob is stored already.
        case existing
        /// A file of another size stands in its place.
        case damaged
        /// A file of the right size and wrong bytes stands in its place, and the catalog knows.
        case suspect
        /// Under a digest of another algorithm than announced.
        case unannounced
    }

    static let content = TestContent(count: 150_000, seed: 77)

    let kind: Kind
    private var upload: (any BlobUpload)?
    /// An upload that was closed and is to be resumed.
    private var closed: UploadID?

    init(_ kind: Kind) {
        self.kind = kind
    }

    var digest: Digest { kind == .unannounced ? Self.content.sha512 : Self.content.digest }
    var trustExisting: Bool { kind != .suspect }

    /// The bytes that may be found in the blob's place when the push has not been acknowledged; nil for none.
    var before: [UInt8]? {
        switch kind {
        case .single, .chunked, .unannounced: nil
        case .existing: Self.content.bytes
        case .damaged: Array(Self.content.bytes.dropLast(5))
        case .suspect: Self.content.bytes.map { ~$0 }
        }
    }

    /// Brings the store into the state before the push.
    func prepare(_ store: FileBlobStore, _ files: MemoryFileSystem) async throws {
        guard let before else { return }
        _ = try await store.store(Self.content)
        files.setContents(of: blobPath(digest), to: before)
    }

    /// Pushes, or goes on pushing.
    func run(_ store: FileBlobStore) async throws {
        do {
            let upload = try await current(store)
            let pieces = kind == .chunked ? 50_000 : 1 << 20
            while upload.offset < Self.content.size {
                let offset = Int(upload.offset)
                try await upload.append(ByteBuffer(bytes: Self.content.bytes[offset..<min(offset + pieces, Self.content.bytes.count)]))
                if kind == .chunked { try await upload.flush() }
            }
            _ = try await upload.publish(as: digest, trustExisting: trustExisting)
        } catch let error as BlobStoreError where error.code == .uploadUnknown {
            upload = nil
            throw error
        }
        upload = nil
    }

    private func current(_ store: FileBlobStore) async throws -> any BlobUpload {
        if let upload { return upload }
        if let closed { return try await resume(closed, store) }
        let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
        self.upload = upload
        guard kind == .chunked else { return upload }
        try await upload.append(ByteBuffer(bytes: Self.content.bytes[..<20_000]))
        // Whether closing throws or not, the upload is closed afterwards.
        closed = upload.id
        self.upload = nil
        try await upload.close()
        return try await resume(upload.id, store)
    }

    private func resume(_ id: UploadID, _ store: FileBlobStore) async throws -> any BlobUpload {
        let upload = try await store.resumeUpload(id, algorithm: .sha256)
        self.upload = upload
        closed = nil
        return upload
    }
}
