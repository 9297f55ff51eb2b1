import BlobStore
import Catalog
import ContentHashing
import ImageStore
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Reclamation

@Suite("With too little room the trash goes before its time")
struct PressureTests {
    /// 30 images of 10 kB in the trash, one deleted each minute.
    private func withTrash(_ body: (_ world: CollectorWorld, _ files: MemoryFileSystem, _ layers: [Digest]) async throws -> Void) async throws {
        let files = MemoryFileSystem()
        files.setCapacity(1 << 20)
        try await CollectorWorld.use(files, lowWaterMark: 100_000) { world in
            var layers: [Digest] = []
            for number in 0..<30 {
                let layer = TestContent(count: 10_000, seed: UInt64(number + 1))
                _ = try await world.store.storeBlob(layer.body, size: layer.size, as: layer.digest, in: .app)
                try await world.push(blob: "{}")
                var builder = ManifestBuilder.image(layers: [])
                builder.layers = [Descriptor(mediaType: MediaType("a/b"), digest: layer.digest, size: layer.size)]
                let tag = try TagName("t\(number)")
                let manifest = try builder.manifest()
                try await world.store.publish(manifest, tags: [tag], in: .app)
                try await world.store.deleteManifest(manifest.digest, from: .app)
                world.clock.advance(by: .seconds(60))
                layers.append(layer.digest)
            }
            world.clock.advance(by: CollectorWorld.grace * 2)
            try await body(world, files, layers)
        }
    }

    @Test func withRoomItStays() async throws {
        try await withTrash { world, _, layers in
            try await world.collect()
            #expect(try await world.collector.status().trashEntries == 30)
            for layer in layers { #expect(try await world.isStored(layer)) }
        }
    }

    /// 30 kB below the mark: three layers are too much to keep, and no more than a batch goes.
    @Test func belowTheMarkTheOldestGo() async throws {
        try await withTrash { world, files, layers in
            files.setCapacity(300_000 + 70_000)
            try await world.collector.runOnce(orphans: false)
            let status = try await world.collector.status()
            #expect(status.totals.expiredTrash == 20 && status.totals.deletedManifests == 20)
            try await world.collector.runOnce(orphans: false)
            #expect(try await world.collector.status().totals.expiredTrash == 20, "what is about to fall is enough")
            world.clock.advance(by: CollectorWorld.grace * 2)
            try await world.collector.runOnce(orphans: false)
            for (number, layer) in layers.enumerated() { #expect(try await world.isStored(layer) == (number >= 20), "layer \(number)") }
            try await world.collect()
            #expect(try await world.collector.status().totals.expiredTrash == 20)
        }
    }

    @Test func whenNothingIsLeftItGoesOnWithoutIt() async throws {
        try await withTrash { world, files, _ in
            files.setCapacity(302_000)
            try await world.collector.runOnce(orphans: false)
            #expect(try await world.collector.status().totals.expiredTrash == 20, "200 kB fall, which is enough")
            files.setCapacity(10_000)
            for _ in 0..<2 { try await world.collect() }
            let status = try await world.collector.status()
            #expect(status.totals.expiredTrash == 30 && status.trashEntries == 0 && status.lastError == nil)
            #expect(try await world.store.statistics().blobs == 0)
        }
    }

    @Test func theDecision() {
        func isShort(free: Int64, toFall: Int64) -> Bool {
            DiskPressure(space: StorageSpace(free: free, total: 1000, lowWaterMark: 100), bytesToFall: toFall).isShort
        }
        #expect(!isShort(free: 100, toFall: 0))
        #expect(isShort(free: 99, toFall: 0))
        #expect(!isShort(free: 99, toFall: 1))
        #expect(isShort(free: 0, toFall: 99))
    }
}
