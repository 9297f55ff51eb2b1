import BlobStore
import Catalog
import ContentHashing
import GRDB
import ImageStore
import Logging
import OCIModel
import Reclamation
import StageModel
import StowageTestSupport
import Testing

/// A store with an applier, for the time of a test; its blobs are in memory. The project is `team`.
struct ApplierHouse {
    static let app = name("team/app")
    static let stages = name("team/stages")

    let folder: String
    let clock: TestClock
    let blobs: FileBlobStore
    let catalog: Catalog
    let store: ImageStore
    let applier: PlanApplier

    static func use(_ body: (ApplierHouse) async throws -> Void) async throws {
        try await TemporaryCatalog.use { temporary in
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let blobs = try await FileBlobStore.open(
                at: "/data", configuration: .init(lowWaterMark: 0, reserveSize: 0, uploadWindow: 1 << 20), fileSystem: MemoryFileSystem(),
                logger: logger)
            let result: Result<Void, any Error>
            do {
                result = .success(
                    try await body(ApplierHouse(folder: temporary.folder, clock: temporary.clock, blobs: blobs, catalog: temporary.catalog)))
            } catch {
                result = .failure(error)
            }
            await blobs.close()
            try result.get()
        }
    }

    /// The same in a folder that is there, with its blobs.
    static func use(in folder: String, reserve: Int64, _ body: (ApplierHouse) async throws -> Void) async throws {
        let (logger, clock) = (Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, TestClock())
        let blobs = try await FileBlobStore.open(
            at: folder, configuration: .init(lowWaterMark: 0, reserveSize: reserve, uploadWindow: 1 << 20), logger: logger)
        let catalog = try TemporaryCatalog.open(at: folder + "/catalog.sqlite", clock: clock)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(ApplierHouse(folder: folder, clock: clock, blobs: blobs, catalog: catalog)))
        } catch {
            result = .failure(error)
        }
        try await catalog.close()
        await blobs.close()
        try result.get()
    }

    private init(folder: String, clock: TestClock, blobs: FileBlobStore, catalog: Catalog) {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        self.folder = folder
        self.clock = clock
        self.blobs = blobs
        self.catalog = catalog
        self.store = ImageStore(blobs: blobs, catalog: catalog, clock: clock.reading, logger: logger)
        self.applier = PlanApplier(store: store, catalog: catalog, clock: clock.reading, logger: logger)
    }

    /// Calls `body` with the same data in another process, so to say: what was in memory only is lost. The old one can't be used
    /// any more.
    func reopened(_ body: (ApplierHouse) async throws -> Void) async throws {
        try await catalog.close()
        let next = try ApplierHouse(
            folder: folder, clock: clock, blobs: blobs, catalog: TemporaryCatalog.open(at: folder + "/catalog.sqlite", clock: clock))
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(next))
        } catch {
            result = .failure(error)
        }
        try await next.catalog.close()
        try result.get()
    }

    static func name(_ text: String) -> RepositoryName {
        do {
            return try RepositoryName(text)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// An index without entries, which needs no blobs, different from every other one.
    static func manifest(_ text: String) throws -> Manifest {
        var builder = ManifestBuilder.index()
        builder.annotations = [("text", text)]
        return try builder.manifest()
    }

    @discardableResult
    func publish(_ tags: String..., text: String? = nil, in repository: RepositoryName = app) async throws -> Manifest {
        let manifest = try Self.manifest(text ?? tags.joined(separator: " "))
        try await store.publish(manifest, tags: tags.map { try TagName($0) }, in: repository)
        return manifest
    }

    /// Publishes a manifest of its own under each tag, all at once.
    func publishEach(_ tags: [String]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for tag in tags { group.addTask { try await publish(tag) } }
            try await group.waitForAll()
        }
    }

    func exists(_ tag: String, in repository: RepositoryName = app) async throws -> Bool {
        try await catalog.manifest(.tag(TagName(tag)), in: repository) != nil
    }

    func pull(_ reference: String, in repository: RepositoryName = app) async throws {
        _ = try await store.manifest(Reference(reference), in: repository, use: .pull)
    }

    /// Looks into the file beside the catalog.
    func rows(_ sql: String) throws -> [[String]] {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: folder + "/catalog.sqlite", configuration: configuration)
        let rows = try queue.read { db in
            try Row.fetchAll(db, sql: sql).map { row in
                Array(row.databaseValues).map { String.fromDatabaseValue($0) ?? "\(Int64.fromDatabaseValue($0) ?? -1)" }
            }
        }
        try queue.close()
        return rows
    }

    func apply(_ sketch: Sketch, isForced: Bool = false) async throws -> (record: CleanupRecord, skipped: [SkippedItem]) {
        try await apply(sketch.send(to: self), isForced: isForced)
    }

    func apply(_ id: String, isForced: Bool = false) async throws -> (record: CleanupRecord, skipped: [SkippedItem]) {
        (try await applier.apply(id, isForced: isForced), try await skipped(id))
    }

    func skipped(_ id: String) async throws -> [SkippedItem] {
        try await applier.skipped(plan: id, after: nil, limit: 10_000).items
    }
}
