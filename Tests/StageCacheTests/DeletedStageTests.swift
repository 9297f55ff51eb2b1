import BlobStore
import Catalog
import ContentHashing
import FoundationEssentials
import ImageStore
import Logging
import NIOCore
import OCIModel
import StageCache
import StageModel
import StowageTestSupport
import Testing

/// A stage that a plan deletes is a miss as soon as the step is acknowledged, also where the lookup was in memory; one that is brought
/// back is a hit.
@Suite struct DeletedStageTests {
    @Test func lookupsOfDeletedStages() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let blobs = try await FileBlobStore.open(
                at: temporary.folder, configuration: .init(lowWaterMark: 0, reserveSize: 0, uploadWindow: 1 << 20), logger: logger)
            let store = ImageStore(blobs: blobs, catalog: catalog, clock: temporary.clock.reading, logger: logger)
            let cache = StageCache(store: store, catalog: catalog, clock: temporary.clock.reading, logger: logger)
            let stages = try RepositoryName("team/stages")
            let signatures = try [1, 2].map { try Signature.test($0) }
            let manifest = try ManifestBuilder.index().manifest()
            for signature in signatures { try await store.publish(manifest, tags: [TagName(signature.value)], in: stages) }
            func lookUp() async throws -> [SignatureState] {
                let body = try await cache.lookup(LookupQuery(repository: stages, signatures: signatures))
                return try JSONDecoder().decode(LookupResponse.self, from: Data(body.readableBytesView)).stages
            }
            let before = try await lookUp()
            #expect(before.map(\.candidates.count) == [1, 1])

            let watermark = try await catalog.watermark(ofProject: "team", pattern: nil)
            let now = temporary.clock.now.millisecondsSince1970
            let order = CleanupOrder(
                project: "team", origin: .command, createdAt: now, watermark: watermark, inventoryAt: now, itemCount: 1, undoWindow: 1000,
                largestShare: 1)
            let record = try await catalog.createPlan("plan", order)
            let item = try PlannedItem(
                CleanupItem(
                    kind: .stage, repository: stages.value, tag: signatures[0].value, digest: manifest.digest.description, generation: 2,
                    rule: "test", reason: "a test"), at: 0)
            #expect(try await catalog.addItems([item], at: 0, to: "plan") == .added)
            #expect(try await catalog.startApplying("plan") == .accepted)
            let terms = PlanTerms(record) { _, _, _ in false }
            #expect(try await catalog.applySome([item], of: terms, needed: [:])?.isLast == true)

            let after = try await lookUp()
            #expect(after.map(\.candidates.count) == [0, 1])
            #expect(after[0].generation > before[0].generation, "a publish that was looked up before is told")
            #expect(after[1] == before[1])

            #expect(try await catalog.startUndoing("plan") == .accepted)
            #expect(try await catalog.undoSome([item], of: "plan")?.isLast == true)
            #expect(try await lookUp().map(\.candidates) == before.map(\.candidates))
            await blobs.close()
        }
    }
}
