import BlobStore
import Catalog
import ContentHashing
import Foundation
import Glibc
import ImageStore
import Logging
import NIOCore
import OCIModel
import Reclamation
import StageModel
import StowageTestSupport
import Testing

/// A cleanup and a collection, with the power cut, or a call failing, at every file call in turn: nothing kept is lost, and the next
/// run finishes.
@Suite("A cleanup and a collection stand any failure", .serialized)
struct WholeCleanupTests {
    static let outcomes: [PowerCut] = [.losingAll, .losingBytes, .losingSome(seed: 5)]

    @Test("A power cut at any call")
    func powerCut() async throws {
        try await withPrepared { prepared, catalog in
            var count = 0
            var isCut = true
            while isCut {
                try await withCopy(of: catalog) { catalog in
                    let files = prepared.afterPowerCut(.losingAll)
                    try await WholeStore.use(files, catalogIn: catalog, configuration: Self.configuration) { store in
                        files.cutPower(after: count)
                        do {
                            try await cleanUp(store)
                        } catch {
                            // What it says is not the point here; that it ends is.
                        }
                    }
                    isCut = files.isCut
                    let place = "at call \(count): \(files.trace.last?.description ?? "none")"
                    for outcome in Self.outcomes {
                        try await withCopy(of: catalog) { catalog in
                            try await check(files.afterPowerCut(outcome), catalog, "\(place), \(outcome)")
                        }
                    }
                }
                count += 1
            }
            #expect(count > 4, "a cleanup has calls to cut")
        }
    }

    @Test("An error at any call", arguments: [EIO, ENOSPC, EMFILE, EACCES])
    func everyErrno(_ errno: Int32) async throws {
        try await withPrepared { prepared, catalog in
            var skipping = 0
            var isHit = true
            while isHit {
                try await withCopy(of: catalog) { catalog in
                    let files = prepared.afterPowerCut(.losingAll)
                    try await WholeStore.use(files, catalogIn: catalog, configuration: Self.configuration) { store in
                        files.plan(FileFault(.fail(errno: errno), skipping: skipping))
                        do {
                            try await cleanUp(store)
                        } catch {
                            // As above.
                        }
                        isHit = files.faultCount == 0
                        files.clearFaults()
                        try await expectKept(store, "errno \(errno) after \(skipping) calls")
                    }
                    #expect(files.openDescriptorCount == 0, "errno \(errno) after \(skipping) calls")
                    try await check(files, catalog, "errno \(errno) after \(skipping) calls")
                }
                skipping += 1
            }
        }
    }

    // MARK: -

    /// Nothing has to be waited for.
    private static let configuration = ImageStore.Configuration(undoWindow: .zero, grace: .zero)
    private static let kept = CleanupImage(tag: "kept", own: TestContent(count: 30_000, seed: 2))
    private static let doomed = CleanupImage(tag: "doomed", own: TestContent(count: 40_000, seed: 3))
    private static let loose = TestContent(count: 10_000, seed: 4)
    private static let orphan = TestContent(count: 10_000, seed: 5)

    private static func path(_ digest: Digest) -> String {
        "/data/blobs/\(digest.algorithm.rawValue)/\(digest.hex.prefix(2))/\(digest.hex)"
    }

    private func withPrepared(_ body: (_ files: MemoryFileSystem, _ catalog: String) async throws -> Void) async throws {
        try await withTemporaryDirectory { catalog in
            let files = MemoryFileSystem()
            try await WholeStore.use(files, catalogIn: catalog, configuration: Self.configuration) { store in
                try await Self.kept.push(store.images)
                try await Self.doomed.push(store.images)
                for content in [Self.loose, Self.orphan] {
                    _ = try await store.images.storeBlob(content.body, size: content.size, as: content.digest, in: CleanupImage.repository)
                }
            }
            // A file without a row, as a crash between rename and commit leaves it.
            try await Shell.succeed(
                "sqlite3",
                [
                    "\(catalog)/catalog.sqlite",
                    """
                    DELETE FROM blob_reviews WHERE blob_id = (SELECT id FROM blobs WHERE digest = '\(Self.orphan.digest)');
                    DELETE FROM blob_links WHERE blob_id = (SELECT id FROM blobs WHERE digest = '\(Self.orphan.digest)');
                    DELETE FROM blob_reviews WHERE blob_id = (SELECT id FROM blobs WHERE digest = '\(Self.orphan.digest)');
                    DELETE FROM blobs WHERE digest = '\(Self.orphan.digest)';
                    """,
                ])
            try await body(files, catalog)
        }
    }

    /// Deletes the doomed image by a plan, for good, and collects.
    private func cleanUp(_ store: WholeStore) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let clock: @Sendable () -> Timestamp = { .now() }
        if let tag = try await tagRow(Self.doomed.tag, store) {
            let applier = PlanApplier(store: store.images, catalog: store.catalog, clock: clock, logger: logger)
            let watermark = try await store.catalog.watermark(ofProject: "team", pattern: nil)
            let order = CleanupOrder(
                project: "team", origin: .command, createdAt: watermark.takenAt, watermark: watermark, inventoryAt: watermark.takenAt, itemCount: 1,
                undoWindow: 0, largestShare: 1)
            let record = try await applier.create(order)
            let item = CleanupItem(
                kind: .image, repository: CleanupImage.repository.value, tag: Self.doomed.tag, digest: try Self.doomed.manifest.digest.description,
                generation: tag, rule: "test", reason: "test")
            try await applier.add(items: [item], at: 0, to: record.id)
            let applied = try await applier.apply(record.id, isForced: true)
            #expect(applied.deleted == 1 || applied.skipped == 1)
        }
        try await collect(store, orphans: false)
    }

    /// - Parameters:
    ///   - orphans: Lists 512 folders, too many to fail at each.
    ///   - later: What failed is tried again after a while.
    private func collect(_ store: WholeStore, orphans: Bool, later: Duration = .zero) async throws {
        let collector = Collector(
            store: store.images, catalog: store.catalog, blobs: store.blobs,
            configuration: CollectorConfiguration(grace: .zero, maximumRate: nil, undoWindow: .zero), clock: { .now().advanced(by: later) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        // Manifests first: the blobs that they named are due behind them.
        for _ in 0..<3 { try await collector.runOnce(orphans: orphans) }
    }

    /// The generation of the tag; `nil` where it is gone.
    private func tagRow(_ tag: String, _ store: WholeStore) async throws -> Int64? {
        let page = try await store.catalog.inventory(ofProject: "team", pattern: nil, after: nil, limit: 100)
        return page.manifests.flatMap(\.tags).first { $0.name.value == tag }?.generation
    }

    /// After the failure nothing kept is lost; and then everything finishes.
    private func check(_ files: MemoryFileSystem, _ catalog: String, _ place: String) async throws {
        try await WholeStore.use(files, catalogIn: catalog, configuration: Self.configuration) { store in
            try await expectKept(store, place)
            // A plan that was not finished goes on at the start of a server; here it is made anew.
            try await cleanUp(store)
            try await collect(store, orphans: true, later: .seconds(3 * 86_400))
            try await expectKept(store, "afterwards, \(place)")
            #expect(try await tagRow(Self.doomed.tag, store) == nil, "\(place)")
            for content in [Self.doomed.own, Self.doomed.config, Self.loose, Self.orphan] {
                #expect(try await store.blobs.size(of: content.digest) == nil, "\(content.size) bytes are left over: \(place)")
                #expect(try await store.catalog.blob(content.digest) == nil, "\(place)")
            }
        }
    }

    private func expectKept(_ store: WholeStore, _ place: String) async throws {
        let manifest = try await store.images.manifest(.tag(try TagName(Self.kept.tag)), in: CleanupImage.repository)
        #expect(Array(manifest.body.readableBytesView) == (try Self.kept.manifest.bytes), "\(place)")
        for content in [Self.kept.own, Self.kept.config, CleanupImage.shared] {
            let blob = try await store.images.blob(content.digest, in: CleanupImage.repository)
            #expect(try await store.blobs.contents(of: blob.digest, size: blob.size) == content.bytes, "\(place)")
        }
    }

    private func withCopy(of folder: String, _ body: (_ folder: String) async throws -> Void) async throws {
        try await withTemporaryDirectory { copy in
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(copy)/\(name)")
            }
            try await body(copy)
        }
    }
}

/// An image of a config, a layer of its own, and one that it shares.
private struct CleanupImage: Sendable {
    static let shared = TestContent(count: 20_000, seed: 1)
    static let repository: RepositoryName = {
        do { return try RepositoryName("team/app") } catch { preconditionFailure("\(error)") }
    }()

    let tag: String
    let own: TestContent

    var config: TestContent { TestContent(Array("{\"tag\":\"\(tag)\"}".utf8)) }

    var manifest: Manifest {
        get throws {
            var builder = ManifestBuilder(mediaType: .ociImageManifest)
            builder.config = Descriptor(mediaType: MediaType("application/vnd.oci.image.config.v1+json"), digest: config.digest, size: config.size)
            builder.layers = [Self.shared, own].map {
                Descriptor(mediaType: MediaType("application/vnd.oci.image.layer.v1.tar"), digest: $0.digest, size: $0.size)
            }
            return try builder.manifest()
        }
    }

    func push(_ images: ImageStore) async throws {
        for content in [config, own, Self.shared] {
            _ = try await images.storeBlob(content.body, size: content.size, as: content.digest, in: Self.repository)
        }
        try await images.publish(try manifest, tags: [try TagName(tag)], in: Self.repository)
    }
}
