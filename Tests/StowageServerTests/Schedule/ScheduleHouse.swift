import BlobStore
import Catalog
import ContentHashing
import ControlHTTP
import Foundation
import HTTPServing
import ImageStore
import Logging
import OCIModel
import Reclamation
import Retention
import StageModel
import StowageTestSupport
import Synchronization
import Testing

@testable import StowageServer

/// Stores with a schedule over them, whose clock runs as fast as it is waited for.
final class ScheduleHouse: Sendable {
    let folder: String
    let clock: TestClock
    let store: ImageStore
    let housekeeping: Housekeeping
    let metrics = PrometheusRegistry()
    private let log = Log()

    private final class Log: Sendable {
        let lines = Mutex<[String]>([])

        var logger: Logger {
            let output = LogOutput { line in self.lines.withLock { $0.append(line) } }
            return Logger(label: "test") { JSONLogHandler(label: $0, level: .debug, output: output) }
        }
    }

    /// - Parameter policies: The file of policies; `FOLDER` in it stands for a folder of the test's.
    static func use(_ policies: String, _ body: (ScheduleHouse) async throws -> Void) async throws {
        try await TemporaryCatalog.use { temporary in
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let blobs = try await FileBlobStore.open(
                at: temporary.folder, configuration: .init(lowWaterMark: 0, reserveSize: 0, uploadWindow: 1 << 20), logger: logger)
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(ScheduleHouse(temporary, blobs, policies.replacing("FOLDER", with: temporary.folder))))
            } catch {
                result = .failure(error)
            }
            await blobs.close()
            try result.get()
        }
    }

    private init(_ temporary: TemporaryCatalog, _ blobs: FileBlobStore, _ policies: String) throws {
        let (logger, clock) = (Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, temporary.clock.reading)
        self.folder = temporary.folder
        self.clock = temporary.clock
        self.store = ImageStore(blobs: blobs, catalog: temporary.catalog, clock: clock, logger: logger)
        let configuration = CollectorConfiguration()
        self.housekeeping = Housekeeping(
            catalog: temporary.catalog, applier: PlanApplier(store: store, catalog: temporary.catalog, clock: clock, logger: log.logger),
            collector: Collector(
                store: store, catalog: temporary.catalog, blobs: blobs, configuration: configuration, clock: clock, logger: logger),
            configuration: configuration, projectPattern: nil, policies: try ServerPolicies(parsing: policies, name: "cleanup.yaml"))
    }

    func service(_ schedule: String = "@daily", sleep: @escaping @Sendable (Duration) async throws -> Void = { _ in }) throws
        -> CleanupScheduleService
    {
        return CleanupScheduleService(
            schedule: try #require(CronSchedule(schedule)), store: store, parts: housekeeping, environment: [:], metrics: CleanupMetrics(metrics),
            clock: clock.reading, sleep: sleep, logger: log.logger)
    }

    /// What was logged, as lines of JSON.
    var lines: [String] { log.lines.withLock { $0 } }

    /// Publishes an image, two days before now.
    @discardableResult
    func publish(
        _ tag: String, in repository: String, _ strategy: TagStrategy = .custom, of reference: String? = nil, commits: [CommitID] = []
    ) async throws -> Digest {
        let now = clock.now
        clock.now = now.advanced(by: .seconds(-2 * 86_400))
        defer { clock.now = now }
        var index = ManifestBuilder.index()
        index.annotations = [("tag", "\(repository):\(tag)")]
        let manifest = try Manifest(parsing: index.bytes, contentType: nil)
        try await store.publish(manifest, tags: [], in: RepositoryName(repository))
        _ = try await store.publishImage(
            PublishImageRequest(
                sourceRepository: repository, source: manifest.digest.description, repository: repository, tag: tag, strategy: strategy,
                gitReference: reference, commits: commits))
        return manifest.digest
    }

    func tags(of repository: String) async throws -> [String] {
        try await housekeeping.catalog.tags(in: RepositoryName(repository), after: nil, limit: 100)?.items.map(\.value) ?? []
    }

    func records(_ project: String) async throws -> [CleanupRecord] {
        try await housekeeping.applier.records(project: project, after: nil, limit: 100).items
    }
}
