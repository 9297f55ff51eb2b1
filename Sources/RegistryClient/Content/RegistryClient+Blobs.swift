package import ContentHashing
package import NIOCore
import NIOHTTP1
package import OCIModel

extension RegistryClient {
    /// - Returns: The size of a blob in bytes, `nil` where the repository doesn't have it.
    package func blobSize(_ digest: Digest, in repository: RepositoryName) async throws -> Int64? {
        let action = "look for blob \(digest) in \(repository)"
        let response = try await call(ServerRequest(.HEAD, "/v2/\(repository)/blobs/\(digest)", to: action), over: content)
        if response.status == 404 { return nil }
        try response.require(200, to: action)
        guard let size = response.header("Content-Length").flatMap({ Int64($0) }) else {
            throw ClientError(.protocolViolation, "the server did not say how large blob \(digest) is", status: response.status)
        }
        return size
    }

    /// Pushes a blob, unless the repository has it.
    ///
    /// After a broken connection, or an answer that asks to come again later, it goes on where the server stands. The server
    /// proves the digest.
    ///
    /// - Throws: ``ClientError``, and what the source throws. The server forgets what it has of an unfinished upload.
    package func pushBlob(_ source: any BlobSource, digest: Digest, to repository: RepositoryName, progress: Transfer? = nil) async throws {
        progress?.become(.running, total: source.size)
        try await tell(progress) {
            guard try await blobSize(digest, in: repository) == nil else { return (.alreadyThere, ()) }
            var upload = BlobUpload(
                client: self, source: CompleteBlobSource(source: source, digest: digest), repository: repository, algorithm: digest.algorithm,
                progress: progress)
            _ = try await upload.run()
            return (.finished, ())
        }
    }

    /// Pushes a blob while it is being made; SHA-256 only.
    ///
    /// - Returns: Its digest and size, as the source knew them at its end.
    /// - Throws: ``ClientError``, and what the source throws.
    package func pushBlob(
        growing source: any GrowingBlobSource, to repository: RepositoryName, progress: Transfer? = nil
    ) async throws -> PushedBlob {
        progress?.become(.running)
        return try await tell(progress) {
            var upload = BlobUpload(client: self, source: source, repository: repository, algorithm: .sha256, progress: progress)
            let pushed = try await upload.run()
            progress?.become(.running, total: pushed.size)
            return (.finished, pushed)
        }
    }

    /// Pulls a blob: hands its bytes to `sink`, in order, each once, in pieces of some 100 KiB.
    ///
    /// The next piece is taken when `sink` returned. After a broken connection it goes on behind the last byte. **The digest is
    /// known to be right only when this returns**: until then the bytes may be anything, so what `sink` makes of them must be
    /// kept apart, and thrown away where this throws.
    ///
    /// - Parameter size: What the manifest says; at most so many bytes are handed on.
    /// - Throws: ``ClientError``: `damaged` where size or digest differ, `notFound`, and others; what `sink` throws.
    package func pullBlob(
        _ digest: Digest, size: Int64, from repository: RepositoryName, progress: Transfer? = nil, _ sink: (ByteBuffer) async throws -> Void
    ) async throws {
        progress?.become(.running, total: size)
        try await tell(progress) {
            var download = BlobDownload(client: self, digest: digest, size: size, repository: repository, progress: progress)
            try await download.run(sink)
            return (.finished, ())
        }
    }

    private func tell<Value>(_ progress: Transfer?, _ body: () async throws -> (Transfer.State, Value)) async throws -> Value {
        do {
            let (state, value) = try await body()
            if let total = progress?.total { progress?.advance(to: total) }
            progress?.become(state)
            return value
        } catch {
            progress?.become(.failed(reason: error is CancellationError ? "cancelled" : String(describing: error)))
            throw error
        }
    }
}
