import BlobStore
import Catalog
import Foundation
import ImageStore
import Logging
import StageModel
import StowageTestSupport

/// The store as the server runs it, over files that can lose their power and a catalog on the real disk.
///
/// The catalog's own durability is SQLite's, and shown elsewhere; what is looked at here is that bytes and facts agree
/// wherever the power goes.
struct WholeStore {
    let blobs: FileBlobStore
    let catalog: Catalog
    let images: ImageStore

    static func open(_ files: MemoryFileSystem, catalogIn folder: String, configuration: ImageStore.Configuration) async throws -> WholeStore {
        let clock: @Sendable () -> Timestamp = { .now() }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let blobs = try await FileBlobStore.open(
            at: "/data",
            configuration: FileBlobStore.Configuration(
                lowWaterMark: 0, reserveSize: 0, hashThreads: 1, writeThreads: 1, readThreads: 1, syncThreads: 1),
            fileSystem: files, logger: logger)
        do {
            let catalog = try Catalog.open(at: folder + "/catalog.sqlite", clock: clock, logger: logger)
            let images = ImageStore(blobs: blobs, catalog: catalog, configuration: configuration, clock: clock, logger: logger)
            return WholeStore(blobs: blobs, catalog: catalog, images: images)
        } catch {
            await blobs.close()
            throw error
        }
    }

    /// Opens a store, calls `body` and closes the store, also one whose files have no power any more.
    static func use<Value>(
        _ files: MemoryFileSystem, catalogIn folder: String, configuration: ImageStore.Configuration = .init(),
        _ body: (WholeStore) async throws -> Value
    ) async throws -> Value {
        let store = try await open(files, catalogIn: folder, configuration: configuration)
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(store))
        } catch {
            result = .failure(error)
        }
        try await store.catalog.close()
        await store.blobs.close()
        return try result.get()
    }
}
