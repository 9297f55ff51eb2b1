import ContentHashing
import ImageStore
import NIOCore
import OCIModel
import StowageTestSupport

/// One push of an image: a blob in one of the ways that clients have, then a manifest with a tag.
struct WholePush: Sendable {
    enum Kind: CaseIterable, Sendable {
        /// POST with the digest.
        case single
        /// POST, PUT with all bytes.
        case session
        /// POST, two PATCHes, PUT.
        case chunked
        /// The blob is there already, in another repository.
        case existing
        /// A file of the blob's name is there and is cut short.
        case damaged
    }

    static let content = TestContent(count: 150_000, seed: 11)
    static let config = TestContent(Array("{}".utf8))

    let kind: Kind
    let repository: RepositoryName
    let tag: TagName

    init(_ kind: Kind) throws {
        self.kind = kind
        self.repository = try RepositoryName("team/app")
        self.tag = try TagName("latest")
    }

    var manifest: Manifest {
        get throws {
            var builder = ManifestBuilder(mediaType: .ociImageManifest)
            builder.config = Descriptor(
                mediaType: MediaType("application/vnd.oci.image.config.v1+json"), digest: Self.config.digest, size: Self.config.size)
            builder.layers = [
                Descriptor(mediaType: MediaType("application/vnd.oci.image.layer.v1.tar"), digest: Self.content.digest, size: Self.content.size)
            ]
            return try builder.manifest()
        }
    }

    /// What must be there before the push, acknowledged while nothing fails.
    func prepare(_ store: WholeStore, _ files: MemoryFileSystem) async throws {
        _ = try await store.images.storeBlob(
            Self.config.body, size: Self.config.size, as: Self.config.digest, in: repository)
        guard kind == .existing || kind == .damaged else { return }
        let elsewhere = try RepositoryName("other/app")
        _ = try await store.images.storeBlob(Self.content.body, size: Self.content.size, as: Self.content.digest, in: elsewhere)
        if kind == .damaged { files.setContents(of: Self.path, to: Array(Self.content.bytes.prefix(1_000))) }
    }

    static var path: String {
        let digest = content.digest
        return "/data/blobs/\(digest.algorithm.rawValue)/\(digest.hex.prefix(2))/\(digest.hex)"
    }

    func pushBlob(_ images: ImageStore) async throws {
        let content = Self.content
        switch kind {
        case .single:
            _ = try await images.storeBlob(content.body, size: content.size, as: content.digest, in: repository)
        case .session, .existing, .damaged:
            let upload = try await images.startUpload(in: repository, algorithm: .sha256)
            _ = try await images.finishUpload(upload.id, with: content.body, size: content.size, at: nil, as: content.digest, in: repository)
        case .chunked:
            let half = TestContent(Array(content.bytes.prefix(70_000)))
            let rest = TestContent(Array(content.bytes.dropFirst(70_000)))
            let upload = try await images.startUpload(in: repository, algorithm: .sha256)
            let status = try await images.append(half.body, size: half.size, at: try ChunkRange("0-69999"), to: upload.id, in: repository)
            _ = try await images.append(rest.body, size: nil, at: nil, to: status.id, in: repository)
            _ = try await images.finishUpload(upload.id, with: TestContent([]).body, size: 0, at: nil, as: content.digest, in: repository)
        }
    }

    func pushManifest(_ images: ImageStore) async throws {
        try await images.publish(try manifest, tags: [tag], in: repository)
    }
}

extension TestContent {
    /// As a request brings it.
    var body: AsyncThrowingStream<ByteBuffer, any Error> {
        let chunks = chunks(of: 32 << 10)
        return AsyncThrowingStream { continuation in
            for chunk in chunks { continuation.yield(chunk) }
            continuation.finish()
        }
    }
}
