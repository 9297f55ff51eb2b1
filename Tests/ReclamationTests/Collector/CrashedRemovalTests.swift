import BlobStore
import Catalog
import ContentHashing
import ImageStore
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Reclamation

/// A crash between the removal of a blob's bytes and that of its row.
@Suite struct CrashedRemovalTests {
    /// Nobody hears that the blob is there, also when an index is pushed then that names it, which may name what is absent; and a push
    /// brings it back whole.
    @Test func whatHasARowAndNoBytesIsThereForNobody() async throws {
        try await withTemporaryDirectory { folder in
            let (files, clock, content) = (MemoryFileSystem(), TestClock(), TestContent(Array("waste".utf8)))
            let waste = content.digest
            try await CollectorWorld.use(files, catalogIn: folder, clock: clock) { world in
                try await world.push(blob: "waste")
                try await world.collector.runOnce(orphans: false)
                clock.advance(by: CollectorWorld.grace * 2)
                let due = try await world.catalog.dueBlobReviews(by: clock.now, limit: 10)
                let outcome = try await world.catalog.reviewBlobs(
                    due.map(\.id), dueBy: clock.now, isTouched: { _ in false }, later: clock.now)
                #expect(outcome.marked.map(\.digest) == [waste])
                try await world.files.remove(waste)
            }
            try await CollectorWorld.use(files.afterPowerCut(.losingBytes), catalogIn: folder, clock: clock) { world in
                #expect(try await !world.isStored(waste))
                var builder = ManifestBuilder.index()
                builder.entries = [Descriptor(mediaType: MediaType("a/b"), digest: waste, size: content.size)]
                try await world.store.publish(try builder.manifest(), tags: ["index"], in: .app)
                let image = try ManifestBuilder.image(layers: ["waste"]).manifest()
                for repository in [RepositoryName.app, .other] { try await world.push(blob: "{}", in: repository) }
                for _ in 0..<2 {
                    for repository in [RepositoryName.app, .other] {
                        #expect(try await !world.head(waste, in: repository))
                        await #expect(throws: OCIError.self) { try await world.store.openBlob(waste, in: repository) }
                        for source in [nil, RepositoryName.app] {
                            #expect(try await world.store.mountBlob(waste, from: source, into: repository) == nil)
                            #expect(try await world.catalog.mountBlob(waste, from: source, into: repository) == .unknown)
                        }
                        await #expect(throws: OCIError.self) { try await world.store.publish(image, tags: ["a"], in: repository) }
                    }
                    #expect(try await world.catalog.blob(waste) == nil)
                    try await world.collector.runOnce(orphans: true)
                }
                try await world.push(blob: "waste")
                try await world.collector.runOnce(orphans: true)
                #expect(try await world.head(waste))
                #expect(try await world.isStored(waste))
                try await world.store.publish(image, tags: ["a"], in: .app)
                try await world.collect(orphans: true)
                #expect(try await world.head(waste))
                #expect(try await world.isStored(waste))
            }
        }
    }
}
