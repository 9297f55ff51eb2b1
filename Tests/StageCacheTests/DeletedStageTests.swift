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
import Synchronization
import Testing

/// A stage that a plan deletes is a miss as soon as the step is acknowledged, also where the lookup was in memory, or came between the
/// decision and its commit; one that is brought back is a hit.
@Suite struct DeletedStageTests {
    @Test(arguments: [false, true]) func lookupsOfDeletedStages(betweenDecisionAndCommit: Bool) async throws {
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
            @Sendable func lookUp() async throws -> [SignatureState] {
                let body = try await cache.lookup(LookupQuery(repository: stages, signatures: signatures))
                return try JSONDecoder().decode(LookupResponse.self, from: Data(body.readableBytesView)).stages
            }
            let before = try await lookUp()
            #expect(before.map(\.candidates.count) == [1, 1])

            try await store.flushUses()
            temporary.clock.advance(by: .seconds(1))
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
            let meanwhile = Mutex<Task<[SignatureState], any Error>?>(nil)
            let terms = PlanTerms(record) { repository, tag, digest in
                guard betweenDecisionAndCommit, meanwhile.withLock({ $0 == nil }) else { return false }
                let isUsed = store.uses.isUsed(digest, tag: tag, in: repository)
                meanwhile.withLock { $0 = Task { try await lookUp() } }
                // Its mark comes too late.
                while !store.uses.isUsed(digest, tag: tag, in: repository) {}
                return isUsed
            }
            let step = try await store.steps.withStep(on: [item]) { try await catalog.applySome([item], of: terms, needed: [:]) }
            #expect(step?.isLast == true && step?.skips == [])

            let heard = try await meanwhile.withLock { $0 }?.value
            let after = if let heard { heard } else { try await lookUp() }
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
