import BlobStore
import Catalog
import ContentHashing
import Foundation
import ImageStore
import Logging
import NIOCore
import OCIModel
import StageModel
import StowageTestSupport
import Synchronization

@testable import Reclamation

/// A store with a collector, a clock that the test moves, and files that it can make fail.
struct CollectorWorld {
    static let grace: Duration = .seconds(3600)

    let folder: String
    let clock: TestClock
    let blobs: InterposedBlobStore
    let files: FileBlobStore
    let catalog: Catalog
    let store: ImageStore
    let collector: Collector

    /// - Parameter isWarm: A grace has passed since the start.
    static func open(
        _ fileSystem: any FileSystem = MemoryFileSystem(), at path: String = "/data", catalogIn folder: String, clock: TestClock = TestClock(),
        isWarm: Bool = true, lowWaterMark: Int64 = 0, reserveSize: Int64 = 0, undoWindow: Duration = .seconds(86_400),
        configuration: CollectorConfiguration = CollectorConfiguration(grace: grace, maximumRate: nil)
    ) async throws -> CollectorWorld {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let files = try await FileBlobStore.open(
            at: path,
            configuration: FileBlobStore.Configuration(
                lowWaterMark: lowWaterMark, reserveSize: reserveSize, spaceReadingAge: .zero, hashThreads: 1, writeThreads: 2, readThreads: 1,
                syncThreads: 1),
            fileSystem: fileSystem, logger: logger)
        do {
            var catalogConfiguration = Catalog.Configuration()
            catalogConfiguration.busyTimeout = .milliseconds(100)
            let catalog = try Catalog.open(
                at: "\(folder)/catalog.sqlite", configuration: catalogConfiguration, clock: clock.reading, logger: logger)
            let blobs = InterposedBlobStore(files)
            let store = ImageStore(
                blobs: blobs, catalog: catalog, configuration: .init(undoWindow: undoWindow, grace: configuration.grace), clock: clock.reading,
                instant: clock.instant, logger: logger)
            let collector = Collector(
                store: store, catalog: catalog, blobs: blobs, configuration: configuration, clock: clock.reading, instant: clock.instant,
                pause: { clock.advance(by: $0) }, logger: logger)
            if isWarm { clock.advance(by: configuration.grace) }
            return CollectorWorld(
                folder: folder, clock: clock, blobs: blobs, files: files, catalog: catalog, store: store, collector: collector)
        } catch {
            await files.close()
            throw error
        }
    }

    func close() async throws {
        try await catalog.close()
        await files.close()
    }

    /// Opens a world in memory, calls `body` and closes it.
    static func use<Value>(
        _ files: MemoryFileSystem = MemoryFileSystem(), catalogIn folder: String? = nil, clock: TestClock = TestClock(), isWarm: Bool = true,
        lowWaterMark: Int64 = 0, undoWindow: Duration = .seconds(86_400),
        configuration: CollectorConfiguration = CollectorConfiguration(grace: grace, maximumRate: nil),
        _ body: (CollectorWorld) async throws -> Value
    ) async throws -> Value {
        guard let folder else {
            return try await withTemporaryDirectory { folder in
                try await use(
                    files, catalogIn: folder, clock: clock, isWarm: isWarm, lowWaterMark: lowWaterMark, undoWindow: undoWindow,
                    configuration: configuration, body)
            }
        }
        let world = try await open(
            files, catalogIn: folder, clock: clock, isWarm: isWarm, lowWaterMark: lowWaterMark, undoWindow: undoWindow, configuration: configuration)
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(world))
        } catch {
            result = .failure(error)
        }
        try await world.close()
        return try result.get()
    }
}

// MARK: - Clients

extension CollectorWorld {
    @discardableResult
    func push(blob content: String, in repository: RepositoryName = .app) async throws -> Digest {
        let content = TestContent(Array(content.utf8))
        _ = try await store.storeBlob(content.body, size: content.size, as: content.digest, in: repository)
        return content.digest
    }

    @discardableResult
    func push(image layers: String..., tags: [TagName] = [], in repository: RepositoryName = .app) async throws -> Manifest {
        let manifest = try ManifestBuilder.image(layers: layers).manifest()
        for content in ["{}"] + layers { try await push(blob: content, in: repository) }
        try await store.publish(manifest, tags: tags, in: repository)
        return manifest
    }

    /// Whether a client that asks is told that the blob is there.
    func head(_ digest: Digest, in repository: RepositoryName = .app) async throws -> Bool {
        do {
            _ = try await store.blob(digest, in: repository)
            return true
        } catch let error as OCIError where error.code == .blobUnknown {
            return false
        }
    }

    func hasManifest(_ digest: Digest, in repository: RepositoryName = .app) async throws -> Bool {
        do {
            _ = try await store.manifest(.digest(digest), in: repository)
            return true
        } catch let error as OCIError where error.code == .manifestUnknown {
            return false
        }
    }

    /// The bytes are on the disk.
    func isStored(_ digest: Digest) async throws -> Bool { try await files.size(of: digest) != nil }

    /// A run, and another when what it dated is due, and the grace of all that was asked for before is over.
    func collect(orphans: Bool = false) async throws {
        try await collector.runOnce(orphans: orphans)
        clock.advance(by: Self.grace * 2)
        try await collector.runOnce(orphans: orphans)
    }
}

extension RepositoryName {
    static let app = name("team/app")
    static let other = name("other")

    private static func name(_ text: String) -> RepositoryName {
        do {
            return try RepositoryName(text)
        } catch {
            preconditionFailure("\(error)")
        }
    }
}

extension TagName: ExpressibleByStringLiteral {
    /// Reads a tag that a test knows to be valid.
    public init(stringLiteral value: String) {
        do {
            try self.init(value)
        } catch {
            preconditionFailure("\(error)")
        }
    }
}

extension TestContent {
    /// As a request brings it.
    var body: AsyncThrowingStream<ByteBuffer, any Error> {
        let buffer = buffer
        return AsyncThrowingStream { continuation in
            continuation.yield(buffer)
            continuation.finish()
        }
    }

    var path: String { "/data/blobs/\(digest.algorithm.rawValue)/\(digest.hex.prefix(2))/\(digest.hex)" }
}
