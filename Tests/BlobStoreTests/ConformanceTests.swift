import BlobStore
import StowageTestSupport
import Testing

@Suite("FileBlobStore keeps what BlobStore promises")
struct ConformanceTests {
    @Test("on a disk", arguments: BlobStoreConformance.all)
    func onDisk(_ check: BlobStoreConformance) async throws {
        try await withTemporaryDirectory { path in
            let store = try await FileBlobStore.open(at: "\(path)/data", configuration: .small(), logger: quiet)
            do {
                try await check.check(store)
            } catch {
                await store.close()
                throw error
            }
            await store.close()
        }
    }

    @Test("in memory", arguments: BlobStoreConformance.all)
    func inMemory(_ check: BlobStoreConformance) async throws {
        try await withStore { try await check.check($0) }
    }
}
