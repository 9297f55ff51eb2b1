import BlobStore
import ContentHashing
import Logging
import NIOCore
import OCIModel
import StowageTestSupport

extension FileBlobStore.Configuration {
    /// Small, so that tests reach every limit with few bytes.
    static func small(
        lowWaterMark: Int64 = 0, reserveSize: Int64 = 4096, uploadWindow: Int = 64 << 10, writebackInterval: Int64 = 32 << 10
    ) -> Self {
        Self(
            lowWaterMark: lowWaterMark, reserveSize: reserveSize, uploadWindow: uploadWindow, writebackInterval: writebackInterval,
            spaceCheckInterval: 64 << 10, spaceReadingAge: .zero, hashThreads: 2, writeThreads: 2, readThreads: 2, syncThreads: 2)
    }
}

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Where a blob's file is in a data folder `/data`.
func blobPath(_ digest: Digest) -> String { "/data/blobs/\(digest.algorithm.rawValue)/\(digest.hex.prefix(2))/\(digest.hex)" }

func openStore(_ files: MemoryFileSystem, _ configuration: FileBlobStore.Configuration = .small()) async throws -> FileBlobStore {
    try await FileBlobStore.open(at: "/data", configuration: configuration, fileSystem: files, logger: quiet)
}

/// A store in memory, closed at the end; afterwards no descriptor may be open.
func withStore(
    _ files: MemoryFileSystem = MemoryFileSystem(), _ configuration: FileBlobStore.Configuration = .small(),
    _ body: (FileBlobStore) async throws -> Void
) async throws {
    let store = try await openStore(files, configuration)
    do {
        try await body(store)
    } catch {
        await store.close()
        throw error
    }
    await store.close()
    guard files.openDescriptorCount == 0 else { throw LeakedDescriptors(count: files.openDescriptorCount) }
}

struct LeakedDescriptors: Error {
    let count: Int
}
