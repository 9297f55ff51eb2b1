import BlobStore
import ContentHashing
import FoundationEssentials
import Glibc
import OCIModel
import StowageTestSupport
import Testing

@Suite("A data folder")
struct OpeningTests {
    @Test("has one owner, and a second hears who it is")
    func lock() async throws {
        try await withTemporaryDirectory { path in
            let store = try await FileBlobStore.open(at: path, configuration: .small(), logger: quiet)
            await #expect { _ = try await FileBlobStore.open(at: path, configuration: .small(), logger: quiet) } throws: { error in
                guard let error = error as? BlobStoreError else { return false }
                return error.code == .locked && error.message.contains("\(getpid())") && error.message.contains(path)
            }
            await store.close()
            await (try FileBlobStore.open(at: path, configuration: .small(), logger: quiet)).close()
        }
    }

    @Test("is made with all its parents and folders, and blobs nobody writes")
    func layout() async throws {
        try await withTemporaryDirectory { path in
            let root = "\(path)/some/where/data"
            let store = try await FileBlobStore.open(at: root, configuration: .small(), logger: quiet)
            let content = TestContent(count: 1_000)
            _ = try await store.store(content)
            _ = try await store.store(content, as: content.sha512)
            let files = FileManager.default
            #expect(try files.contentsOfDirectory(atPath: "\(root)/blobs/sha256").count == 256)
            for digest in [content.digest, content.sha512] {
                let file = "\(root)/blobs/\(digest.algorithm.rawValue)/\(digest.hex.prefix(2))/\(digest.hex)"
                let status = try #require(try PosixFileSystem().status(file))
                #expect(status.mode == 0o444)
                #expect(status.size == content.size)
                #expect(status.linkCount == 1)
            }
            #expect(try PosixFileSystem().status("\(root)/reserve")?.size == 4096)
            #expect(try files.contentsOfDirectory(atPath: "\(root)/uploads").isEmpty)
            await store.close()
        }
    }

    @Test("costs the same to open however many blobs it holds")
    func constantCost() async throws {
        let files = try await PreparedFiles.copy()
        try await openStore(files).close()
        let trace = files.trace
        #expect(trace.count < 40, "\(trace)")
        let prefixed = trace.filter { $0.path.split(separator: "/").count > 3 }
        #expect(prefixed.isEmpty, "no folder of blobs is looked at: \(prefixed)")
    }

    @Test("a closed store refuses")
    func closed() async throws {
        let files = try await PreparedFiles.copy()
        let store = try await openStore(files)
        guard case .file(let file) = try await store.open(PreparedFiles.oldBlob.digest, expectedSize: PreparedFiles.oldBlob.size) else { return }
        await store.close()
        await #expect(throws: BlobStoreError.self) { _ = try await store.size(of: PreparedFiles.oldBlob.digest) }
        await #expect(throws: BlobStoreError.self) { _ = try await store.createUpload(UploadID(), algorithm: .sha256) }
        await #expect(throws: BlobStoreError.self) { _ = try await file.read(at: 0, count: 1) }
        try await file.close()
        #expect(files.openDescriptorCount == 0)
    }
}
