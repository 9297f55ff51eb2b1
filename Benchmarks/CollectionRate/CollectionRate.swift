import ArgumentParser
import BlobStore
import Catalog
import ContentHashing
import Foundation
import ImageStore
import Logging
import OCIModel
import Reclamation
import StageModel

/// Fills a data folder with blobs that nothing needs, or collects them; prints how long that took, as JSON.
@main
struct CollectionRate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collection-rate", abstract: "Prints how long Stowage takes to collect blobs that nothing needs.")

    @Option(help: "The data folder; an empty or missing one is filled, any other is collected.")
    var data: String

    @Option(help: "Blobs to fill an empty folder with.")
    var blobs = 10_000

    @Option(help: "The size of each, in bytes.")
    var size = 4096

    @Option(help: "Repositories that hold them, each its share.")
    var repositories = 20

    func run() async throws {
        let logger = Logger(label: "collection-rate") { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = .warning
            return handler
        }
        let clock: @Sendable () -> Timestamp = { .now() }
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let files = try await FileBlobStore.open(at: data, configuration: .init(lowWaterMark: 0, reserveSize: 1 << 20), logger: logger)
        let catalog = try Catalog.open(at: data + "/catalog.sqlite", clock: clock, logger: logger)
        let store = ImageStore(blobs: files, catalog: catalog, configuration: .init(grace: .zero), clock: clock, logger: logger)
        if try await store.statistics().blobs == 0 {
            try await fill(catalog)
        } else {
            let collector = Collector(
                store: store, catalog: catalog, blobs: files, configuration: CollectorConfiguration(grace: .zero, maximumRate: nil),
                clock: clock, logger: logger)
            let begin = ContinuousClock.now
            try await collector.runOnce(orphans: false)
            let took = ContinuousClock.now - begin
            let status = try await collector.status()
            print("{\"deleted\": \(status.totals.deletedBlobs), \"left\": \(status.blobReviews), \"seconds\": \(took / .seconds(1))}")
        }
        try await catalog.close()
        await files.close()
    }

    /// Puts the files in place and records them, as pushes would, but for the hashing and the syncs.
    private func fill(_ catalog: Catalog) async throws {
        let content = Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<blobs {
                let digest = Digest(hashing: Array("blob \(number)".utf8))
                try content.write(to: URL(filePath: "\(data)/blobs/sha256/\(digest.hex.prefix(2))/\(digest.hex)"))
                if number >= 512 { try await group.next() }
                let repository = try RepositoryName("repository-\(number % repositories)")
                group.addTask { [size] in try await catalog.recordBlob(digest, size: Int64(size), in: repository, completing: nil) }
            }
            try await group.waitForAll()
        }
        try await catalog.dateBlobReviews(dueAt: Timestamp(millisecondsSince1970: 0))
    }
}
