import ContentHashing
import FoundationEssentials
import StageModel
import StowageServer
import StowageTestSupport
import Testing

@Suite struct CollectorRouteTests {
    private func status(_ farm: StageFarm) async throws -> CollectorStatus { try await farm.probe.get("gc") }

    /// Asks for a run and returns when it is over.
    private func run(_ farm: StageFarm, orphans: Bool = false) async throws -> CollectorStatus {
        let before: CollectorStatus = try await farm.probe.post("gc/run", RunCollectorRequest(orphans: orphans), 202)
        let start = ContinuousClock.now
        while true {
            let status = try await status(farm)
            if status.runs >= before.runs + (before.isRunning ? 2 : 1) { return status }
            guard ContinuousClock.now - start < .seconds(20) else { throw Unexpected("\(status)") }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private static func hasFile(of digest: Digest, in data: String) -> Bool {
        let hex = String(digest.description.dropFirst("sha256:".count))
        return FileManager.default.fileExists(atPath: "\(data)/blobs/sha256/\(hex.prefix(2))/\(hex)")
    }

    @Test func aRunRemovesWhatIsDueAndNothingElse() async throws {
        try await StageFarm.with {
            $0.collector = .init(grace: .milliseconds(200), interval: .seconds(3600), orphanInterval: nil)
        } _: { farm in
            let (gone, kept) = (Digest(hashing: Array("gone".utf8)), Digest(hashing: Array("kept".utf8)))
            try await farm.probe.pushImage("gone", to: "app/web", as: "v1")
            try await farm.probe.pushImage("kept", to: "app/web", as: "v2")
            #expect(try await farm.delete("v1", from: "app/web", now: true).status == 200)
            let waiting = try await status(farm)
            #expect(waiting.blobReviews > 0 && waiting.grace == 200 && waiting.totals.deletedBlobs == 0)

            let start = ContinuousClock.now
            var status = try await run(farm)
            while status.totals.deletedBlobs == 0, ContinuousClock.now - start < .seconds(20) {
                try await Task.sleep(for: .milliseconds(50))
                status = try await run(farm)
            }
            #expect(status.totals.deletedBlobs == 1 && status.totals.deletedBytes == 4 && status.totals.failures == 0, "\(status)")
            #expect(!Self.hasFile(of: gone, in: farm.server.data) && Self.hasFile(of: kept, in: farm.server.data))
            #expect(try await farm.probe.manifest("v2", in: "app/web").status == 200)
            #expect(try await farm.probe.blob(kept, in: "app/web").status == 200)

            let metrics = try await farm.probe.send("GET", "/metrics").text
            for line in ["stowage_gc_deleted_blobs_total 1", "stowage_gc_deleted_bytes_total 4", "stowage_gc_trash_entries 0"] {
                #expect(metrics.contains(line + "\n"), "\(line)")
            }
        }
    }

    @Test func orphansAreLookedForWhenAsked() async throws {
        try await StageFarm.with {
            $0.collector = .init(grace: .milliseconds(1), interval: .seconds(3600), orphanInterval: nil)
        } _: { farm in
            let orphan = Digest(hashing: Array("orphan".utf8))
            let hex = String(orphan.description.dropFirst("sha256:".count))
            let folder = "\(farm.server.data)/blobs/sha256/\(hex.prefix(2))"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data("orphan".utf8).write(to: URL(filePath: "\(folder)/\(hex)"))
            _ = try await run(farm)
            #expect(Self.hasFile(of: orphan, in: farm.server.data))
            let start = ContinuousClock.now
            while Self.hasFile(of: orphan, in: farm.server.data), ContinuousClock.now - start < .seconds(20) {
                _ = try await run(farm, orphans: true)
            }
            let status = try await status(farm)
            #expect(status.totals.orphans == 1 && status.lastOrphanScanAt != nil)
        }
    }

    /// Without anybody who asks.
    @Test func theCollectorRunsByItself() async throws {
        try await StageFarm.with {
            $0.collector = .init(grace: .milliseconds(50), interval: .milliseconds(20))
            $0.cleanup.undoWindow = .milliseconds(100)
        } _: { farm in
            let digest = Digest(hashing: Array("gone".utf8))
            try await farm.probe.pushImage("gone", to: "app/web", as: "v1")
            #expect(try await farm.delete("v1", from: "app/web").status == 200)
            let start = ContinuousClock.now
            while Self.hasFile(of: digest, in: farm.server.data), ContinuousClock.now - start < .seconds(20) {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(!Self.hasFile(of: digest, in: farm.server.data))
            #expect(try await status(farm).totals.expiredTrash == 1)
        }
    }
}
