import ContentHashing
import Foundation
import StageModel
import StowageServer
import StowageTestSupport
import Testing

@Suite("image delete and restore; the collector")
struct DeletionTests {
    private func entries(_ result: ShellResult) throws -> [TrashListing.Entry] {
        try JSONDecoder().decode(TrashListing.self, from: Data(result.output)).entries
    }

    @Test func `What is deleted is in the trash, and comes back`() async throws {
        try await CommandBench.with { bench in
            let folder = bench.scratch.path
            let digest = try await bench.publish("v1", .gitTag, reference: "v1")
            let deleted = try await bench.stowage("image", "delete", "v1", in: folder)
            #expect(deleted.status == .exited(0), "\(deleted)")
            #expect(deleted.text.contains("\napp:v1 "), "\(deleted)")
            #expect(try await bench.tags().isEmpty)
            let listed = try await bench.stowage("image", "list", "--deleted", "--format", "json", in: folder)
            #expect(try entries(listed).map(\.tag) == ["v1"])
            #expect(try entries(listed).map(\.digest) == [digest.description])
            let restored = try await bench.stowage("image", "restore", "app:v1", in: folder)
            #expect(restored.status == .exited(0), "\(restored)")
            #expect(try await bench.status(of: "v1") == 200)
            let images = try await bench.stowage("image", "list", in: folder)
            #expect(images.text.contains("git-tag"), "what the tag means comes back: \(images)")
            #expect(try await bench.stowage("image", "restore", "v1", in: folder).status == .exited(1))
        }
    }

    @Test func `By its digest an image goes with its tags, and comes back with them`() async throws {
        try await CommandBench.with { bench in
            let folder = bench.scratch.path
            let digest = try await bench.publish("v1", .gitTag, content: "same", reference: "v1").description
            try await bench.publish("latest", .custom, content: "same")
            let deleted = try await bench.stowage("image", "delete", digest, "--format", "json", in: folder)
            #expect(Set(try entries(deleted).map(\.tag)) == ["v1", "latest"], "\(deleted)")
            #expect(try await bench.status(of: digest) == 404)
            let restored = try await bench.stowage("image", "restore", "app@\(digest)", in: folder)
            #expect(restored.status == .exited(0), "\(restored)")
            #expect(try await bench.status(of: "v1") == 200)
            #expect(try await bench.status(of: "latest") == 200)
        }
    }

    @Test func `Now means gone, also by digest`() async throws {
        try await CommandBench.with { bench in
            let folder = bench.scratch.path
            let digest = try await bench.publish("v1", .gitTag, reference: "v1").description
            let deleted = try await bench.stowage("image", "delete", "v1", "--now", in: folder)
            #expect(deleted.status == .exited(0), "\(deleted)")
            #expect(try await bench.status(of: digest) == 404)
            #expect(try await bench.stowage("image", "restore", "v1", in: folder).status == .exited(1))
            let again = try await bench.stowage("image", "delete", "v1", in: folder)
            #expect(again.status == .exited(1))
            #expect(again.errorText.contains("stowage image list"), "\(again)")
        }
    }

    @Test func `A tag that was pushed again is not restored over it`() async throws {
        try await CommandBench.with { bench in
            let folder = bench.scratch.path
            try await bench.publish("v1", .gitTag, content: "old", reference: "v1")
            _ = try await bench.stowage("image", "delete", "v1", in: folder)
            try await bench.publish("v1", .gitTag, content: "new", reference: "v1")
            let restored = try await bench.stowage("image", "restore", "v1", in: folder)
            #expect(restored.status == .exited(1), "\(restored)")
        }
    }

    @Test func `The collector is asked, and bytes go`() async throws {
        try await CommandBench.with { settings in
            settings.collector.grace = .milliseconds(1)
            settings.collector.interval = .seconds(3600)
        } _: { bench in
            let folder = bench.scratch.path
            try await bench.publish("v1", .gitTag, content: "layer", reference: "v1")
            _ = try await bench.stowage("image", "delete", "v1", "--now", in: folder)
            let status = try await bench.stowage("gc", "status", in: folder)
            #expect(status.status == .exited(0), "\(status)")
            #expect(status.text.contains("\nblobs to look at "), "\(status)")
            // A run dates what it finds without a reference; a later one removes it, or the same one where a millisecond went by.
            for attempt in 1...10 {
                let ran = try await bench.stowage("gc", "run", "--orphans", "--format", "json", in: folder)
                #expect(ran.status == .exited(0), "\(ran)")
                let after = try JSONDecoder().decode(CollectorStatus.self, from: Data(ran.output))
                #expect(after.lastOrphanScanAt != nil)
                guard after.totals.deletedBlobs < 2, attempt < 10 else {
                    #expect(after.totals.deletedBlobs == 2 && after.totals.deletedBytes == 7, "\(ran)")
                    break
                }
            }
        }
    }
}
