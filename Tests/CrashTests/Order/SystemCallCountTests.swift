import ContentHashing
import Foundation
import StowageTestSupport
import Testing

/// Figures that no busy machine changes, held where a change that makes requests dearer shows at once. A bound is what was counted, and
/// a little for calls that depend on how threads meet; who makes a request cheaper lowers it.
@Suite("The count of system calls of a request", .enabled(if: Tool.areExpected("strace"), "strace is not installed"), .timeLimit(.minutes(3)))
struct SystemCallCountTests {
    @Test("Hits, pulls and pushes take no more system calls than they did")
    func requests() async throws {
        try await ScratchFolder.with { scratch in
            var options = LiveServer.Options()
            options.dataFolder = try scratch.folder("data")
            // Waiting for other threads and for sockets is left out: how often that takes a call is the scheduler's choice.
            options.wrapper = [
                try Tool.require("strace"), "-D", "-f", "-s", "0", "-o", scratch.path("trace"),
                "-e", "trace=!futex,epoll_wait,epoll_pwait,restart_syscall,sched_yield,timerfd_settime",
            ]
            try await withLiveServer(options) { server in
                try await RegistryProbe.with(baseURL: server.baseURL) { probe in
                    let manifest = try await Self.fill(probe)
                    let blob = Self.blob(0)

                    let hit = try await Self.callsPerRequest(of: 100, tracedIn: scratch) { _ in
                        let answer = try await probe.manifest("latest", in: "app")
                        #expect(answer.body == manifest)
                    }
                    // One read and one write: the manifest is in memory.
                    #expect(hit.total <= 3, "\(hit)")

                    let pull = try await Self.callsPerRequest(of: 100, tracedIn: scratch) { _ in
                        let answer = try await probe.blob(blob.digest, in: "app")
                        #expect(answer.body == blob.bytes)
                    }
                    // Besides those two: the file is opened, looked at, read and closed, and two threads wake each other.
                    #expect(pull.total <= 16, "\(pull)")

                    let push = try await Self.callsPerRequest(of: 50, tracedIn: scratch) { number in
                        let answer = try await probe.pushBlob(Self.blob(number + 10).bytes, to: "app")
                        #expect(answer.status == 201)
                    }
                    // The bytes, the folder that their file moves to, and the catalog's log.
                    #expect(push.syncs <= 3.3, "\(push)")
                    // 71 were counted; 27 are pages of the catalog's log, 16 its locks.
                    #expect(push.total <= 78, "\(push)")

                    let tag = try await Self.callsPerRequest(of: 50, tracedIn: scratch) { number in
                        let bytes = Self.manifest(note: "\(number)")
                        let answer = try await probe.pushManifest(bytes, type: SmallManifest.type, to: "app", as: "t\(number)")
                        #expect(answer.status == 201)
                    }
                    // The catalog's log alone: a manifest is a row.
                    #expect(tag.syncs <= 1.2, "\(tag)")
                    // 65 were counted; 27 are pages of the catalog's log, 18 its locks.
                    #expect(tag.total <= 72, "\(tag)")
                }
                #expect(try await server.terminate() == .exited(0))
            }
        }
    }

    /// The calls of one request, by name.
    private struct Calls: CustomStringConvertible {
        let byName: [String: Double]

        var total: Double { byName.values.reduce(0, +) }
        var syncs: Double { ["fsync", "fdatasync", "syncfs", "msync"].reduce(0) { $0 + (byName[$1] ?? 0) } }

        var description: String {
            let names = byName.sorted { $0.value > $1.value }.map { "\($0.key) \(Int(($0.value * 100).rounded()))" }
            return "calls in 100 requests: \(names.joined(separator: ", "))"
        }
    }

    private static func callsPerRequest(
        of count: Int, tracedIn scratch: ScratchFolder, _ request: (Int) async throws -> Void
    ) async throws -> Calls {
        // The first opens connections and files that the others find open.
        try await request(count)
        let before = try Self.calls(scratch)
        for number in 0..<count { try await request(number) }
        let after = try Self.calls(scratch)
        return Calls(byName: after.merging(before) { $0 - $1 }.mapValues { $0 / Double(count) }.filter { $0.value > 0 })
    }

    /// strace writes a line when a call returns, so at most the last answer's is missing.
    private static func calls(_ scratch: ScratchFolder) throws -> [String: Double] {
        let lines = String(decoding: try scratch.read("trace"), as: UTF8.self).split(separator: "\n").map(String.init)
        return TracedCall.parse(lines).reduce(into: [:]) { $0[$1.name, default: 0] += 1 }
    }

    private static func fill(_ probe: RegistryProbe) async throws -> [UInt8] {
        for index in 0..<2 { #expect(try await probe.pushBlob(Self.blob(index).bytes, to: "app").status == 201) }
        let manifest = Self.manifest(note: "first")
        #expect(try await probe.pushManifest(manifest, type: SmallManifest.type, to: "app", as: "latest").status == 201)
        return manifest
    }

    private static func blob(_ number: Int) -> (bytes: [UInt8], digest: Digest) {
        let bytes = SeededBytes(seed: UInt64(number)).bytes(count: 4096)
        return (bytes, Digest(hashing: bytes))
    }

    private static func manifest(note: String) -> [UInt8] {
        let (config, layer) = (Self.blob(0), Self.blob(1))
        return SmallManifest.bytes(config: config.digest, configSize: 4096, layers: [(layer.digest, 4096)], note: note)
    }
}
