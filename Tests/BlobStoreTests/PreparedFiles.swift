import BlobStore
import StowageTestSupport

/// A data folder that was opened once before, so that tests need not make 512 folders each time.
enum PreparedFiles {
    /// A blob that was acknowledged before everything the test does.
    static let oldBlob = TestContent(count: 5_000, seed: 4)

    private static let image = Task {
        let files = MemoryFileSystem()
        try await withStore(files) { _ = try await $0.store(oldBlob) }
        return files
    }

    static func copy() async throws -> MemoryFileSystem {
        try await image.value.afterPowerCut(.losingAll)
    }
}
