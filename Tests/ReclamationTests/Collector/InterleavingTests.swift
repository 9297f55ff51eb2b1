import BlobStore
import Catalog
import ContentHashing
import ImageStore
import OCIModel
import StageModel
import StowageTestSupport
import Synchronization
import Testing

@testable import Reclamation

/// Clients and the collector at the same blob, one order after the other.
@Suite("Whoever hears that a blob is there can count on it")
struct InterleavingTests {
    /// A world with one blob that nothing needs, due now and asked for by nobody.
    private func withWaste(_ body: (_ world: CollectorWorld, _ waste: Digest) async throws -> Void) async throws {
        try await CollectorWorld.use { world in
            let waste = try await world.push(blob: "waste")
            try await world.collector.runOnce(orphans: false)
            world.clock.advance(by: CollectorWorld.grace * 2)
            try await body(world, waste)
        }
    }

    /// An image whose only layer is the waste; its config is there.
    private func image(_ world: CollectorWorld) async throws -> Manifest {
        try await world.push(blob: "{}")
        return try ManifestBuilder.image(layers: ["waste"]).manifest()
    }

    /// Decides as the collector does, and has `during` happen between its look at the ledger and its commit.
    private func decide(
        _ world: CollectorWorld, _ waste: Digest, during: @escaping @Sendable () -> Void
    ) async throws -> BlobReviewOutcome {
        let now = world.clock.now
        let due = try await world.catalog.dueBlobReviews(by: now, limit: 10)
        let claimed = world.store.removals.claim(due.compactMap(\.digest))
        let graces = world.store.graces
        let outcome = try await world.catalog.reviewBlobs(
            due.filter { $0.digest == waste }.map(\.id), dueBy: now,
            isTouched: { digest in
                let isTouched = graces.wasTouched(digest)
                during()
                return isTouched
            }, later: now)
        world.store.removals.decide(outcome.marked.map(\.digest))
        world.store.removals.finish(claimed.subtracting(outcome.marked.map(\.digest)))
        return outcome
    }

    @Test func askedForBeforeTheDecisionItStays() async throws {
        try await withWaste { world, waste in
            #expect(try await world.head(waste))
            try await world.collector.runOnce(orphans: false)
            try await world.store.publish(image(world), tags: ["a"], in: .app)
            #expect(try await world.head(waste))
        }
    }

    /// The client that asks between the look at the ledger and the commit waits, and hears the truth.
    @Test(arguments: [false, true]) func askedForDuringTheDecisionOneWaits(byMounting: Bool) async throws {
        try await withWaste { world, waste in
            let answer = Mutex<Task<Bool, any Error>?>(nil)
            let outcome = try await decide(world, waste) {
                answer.withLock { answer in
                    answer = Task {
                        byMounting ? try await world.store.mountBlob(waste, from: .app, into: .other) != nil : try await world.head(waste)
                    }
                }
                // It has touched the ledger, too late.
                while !world.store.graces.wasTouched(waste) {}
            }
            #expect(outcome.marked.map(\.digest) == [waste])
            #expect(try await answer.withLock { $0 }?.value == false, "it was decided, and nothing else may be said")
            #expect(try await world.store.mountBlob(waste, from: .app, into: .other) == nil)
            await #expect(throws: OCIError.self) { try await world.store.publish(image(world), tags: ["a"], in: .app) }
            world.store.removals.finish([waste])
        }
    }

    @Test func askedForWhileItIsKeptOneHearsThatItIsThere() async throws {
        try await withWaste { world, waste in
            // Claimed, and asked for before the look at the ledger.
            let claimed = world.store.removals.claim([waste])
            let answer = Task { try await world.head(waste) }
            try await waitUntil("it is asked for") { world.store.graces.wasTouched(waste) }
            try await letOthersRun()
            let now = world.clock.now
            let due = try await world.catalog.dueBlobReviews(by: now, limit: 10)
            let outcome = try await world.catalog.reviewBlobs(
                due.map(\.id), dueBy: now, isTouched: { world.store.graces.wasTouched($0) }, later: now)
            #expect(outcome.renewed == 1)
            world.store.removals.finish(claimed)
            #expect(try await answer.value)
        }
    }

    @Test func betweenCommitAndRemovalItIsAbsentAndAPushWaits() async throws {
        try await withWaste { world, waste in
            let gate = Gate()
            world.blobs.beforeRemoval { _ in await gate.pass() }
            let run = Task { try await world.collector.runOnce(orphans: false) }
            try await gate.waitForArrival()
            #expect(try await !world.head(waste))
            #expect(try await world.store.mountBlob(waste, from: .app, into: .other) == nil)
            let image = try await image(world)
            let error = await #expect(throws: OCIError.self) { try await world.store.publish(image, tags: ["a"], in: .app) }
            #expect(error?.code == .manifestBlobUnknown)

            let isPushed = Mutex(false)
            let push = Task {
                try await world.push(blob: "waste")
                isPushed.withLock { $0 = true }
            }
            try await letOthersRun()
            #expect(!isPushed.withLock { $0 }, "a push waits for the removal")
            gate.open()
            try await run.value
            try await push.value
            #expect(try await world.isStored(waste))
            try await world.store.publish(image, tags: ["a"], in: .app)
            #expect(try await world.head(waste))
        }
    }

    @Test func aPushUnderWayKeepsTheBytes() async throws {
        try await withWaste { world, waste in
            let gate = Gate()
            let push = Task {
                try await world.store.removals.withHold(on: waste) {
                    await gate.pass()
                    return try await world.isStored(waste)
                }
            }
            try await gate.waitForArrival()
            try await world.collector.runOnce(orphans: true)
            #expect(try await world.head(waste), "nobody claims what is being pushed")
            gate.open()
            #expect(try await push.value)
        }
    }

    /// Removing failed, so the mark stays: a push of the digest takes it back.
    @Test(arguments: [false, true]) func aPushAfterTheMarkTakesItBack(inSession: Bool) async throws {
        try await withWaste { world, waste in
            world.blobs.beforeRemoval { _ in throw BlobStoreError(.io, "the disk failed, as the test wants it") }
            try await world.collector.runOnce(orphans: false)
            world.blobs.beforeRemoval(nil)
            #expect(try await !world.head(waste))
            #expect(try await world.isStored(waste))
            if inSession {
                let content = TestContent(Array("waste".utf8))
                let upload = try await world.store.startUpload(in: .app, algorithm: .sha256)
                _ = try await world.store.finishUpload(upload.id, with: content.body, size: content.size, at: nil, as: waste, in: .app)
            } else {
                try await world.push(blob: "waste")
            }
            #expect(try await world.head(waste))
            world.clock.advance(by: .seconds(60))
            try await world.collector.runOnce(orphans: false)
            #expect(try await world.head(waste), "what was put off is not due any more")
            try await world.store.publish(image(world), tags: ["a"], in: .app)
            world.clock.advance(by: .seconds(86_400))
            try await world.collect()
            #expect(try await world.head(waste))
        }
    }

    /// The first try of its catalog failed; what was published meanwhile is a file without a row.
    @Test func anUploadWhoseFileWasCleanedUpIsSentAgain() async throws {
        try await CollectorWorld.use { world in
            let content = TestContent(count: 100)
            let upload = try await world.store.startUpload(in: .app, algorithm: .sha256)
            let lock = try WriterLock("\(world.folder)/catalog.sqlite")
            await #expect(throws: OCIError.self) {
                try await world.store.finishUpload(upload.id, with: content.body, size: content.size, at: nil, as: content.digest, in: .app)
            }
            try lock.release()
            #expect(try await world.isStored(content.digest))
            try await world.collector.runOnce(orphans: true)
            #expect(try await !world.isStored(content.digest))
            let error = await #expect(throws: OCIError.self) {
                try await world.store.finishUpload(upload.id, with: TestContent([]).body, size: 0, at: nil, as: content.digest, in: .app)
            }
            #expect(error?.code == .uploadUnknown)
            _ = try await world.store.storeBlob(content.body, size: content.size, as: content.digest, in: .app)
            #expect(try await world.head(content.digest))
        }
    }

    /// Clients that ask, skip the upload and push the manifest, against a collector that never rests.
    @Test func neverAManifestWithoutItsBlobs() async throws {
        let configuration = CollectorConfiguration(grace: .seconds(3600), maximumRate: nil)
        try await CollectorWorld.use(undoWindow: .zero, configuration: configuration) { world in
            let end = Flag()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while !end.isSet {
                        try await world.collector.runOnce(orphans: true)
                        // Everything that nobody asked for since the last time is due.
                        world.clock.advance(by: .seconds(1900))
                    }
                }
                try await withThrowingTaskGroup(of: Void.self) { clients in
                    for client in 0..<3 {
                        clients.addTask { try await Self.pushAndDelete(world, client: client) }
                    }
                    try await clients.waitForAll()
                }
                end.set()
                try await group.waitForAll()
            }
            #expect(try await world.collector.status().totals.failures == 0)
        }
    }

    private static func pushAndDelete(_ world: CollectorWorld, client: Int) async throws {
        for round in 0..<60 {
            let layer = "layer \((client + round) % 4)"
            let manifest = try ManifestBuilder.image(layers: [layer]).manifest()
            var asked = world.clock.now
            for blob in ["{}", layer] {
                let digest = TestContent(Array(blob.utf8)).digest
                asked = world.clock.now
                if try await !world.head(digest) { try await world.push(blob: blob) }
            }
            let tag = try TagName("c\(client)")
            do {
                try await world.store.publish(manifest, tags: [tag], in: .app)
            } catch let error as OCIError where error.code == .manifestBlobUnknown {
                // Only where the clock ran on by more than a grace meanwhile.
                let passed = world.clock.now.millisecondsSince1970 - asked.millisecondsSince1970
                if passed < 1_800_000 { throw Unexpected(what: "refused after \(passed) ms: \(error)") }
                continue
            }
            for blob in manifest.requiredBlobs where try await !world.head(blob.digest) {
                throw Unexpected(what: "a manifest's blob is missing")
            }
            try await world.store.deleteTag(tag, from: .app)
        }
    }
}
