package import Catalog
import FoundationEssentials
import Logging

/// A catalog in a folder of its own, for the time of a test.
package struct TemporaryCatalog: Sendable {
    /// The folder, and in it `catalog.sqlite`.
    package let folder: String
    package let clock: TestClock
    package let catalog: Catalog

    package var path: String { folder + "/catalog.sqlite" }

    /// A catalog in a folder that the caller made, and removes.
    package init(folder: String, clock: TestClock, catalog: Catalog) {
        self.folder = folder
        self.clock = clock
        self.catalog = catalog
    }

    /// Calls `body` with an open catalog, closes it and removes the folder. `body` may close the catalog itself.
    package static func use<Value>(
        configuration: Catalog.Configuration = Catalog.Configuration(), clock: TestClock = TestClock(),
        _ body: (TemporaryCatalog) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stowage-catalog-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let temporary = TemporaryCatalog(
            folder: folder, clock: clock,
            catalog: try open(at: folder + "/catalog.sqlite", configuration: configuration, clock: clock))
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(temporary))
        } catch {
            result = .failure(error)
        }
        try await temporary.catalog.close()
        try FileManager.default.removeItem(atPath: folder)
        return try result.get()
    }

    /// Opens a catalog with a quiet log.
    package static func open(
        at path: String, configuration: Catalog.Configuration = Catalog.Configuration(), clock: TestClock = TestClock()
    ) throws -> Catalog {
        try Catalog.open(
            at: path, configuration: configuration, clock: clock.reading, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}
