import ContentHashing
import Foundation
import StowageTestSupport
import Testing

@Suite("The order of system calls before a 201", .enabled(if: Tool.areExpected("strace"), "strace is not installed"), .timeLimit(.minutes(3)))
struct SystemCallOrderTests {
    @Test("Data, rename, folder and catalog are on disk, in this order, before the answer to a push")
    func push() async throws {
        try await ScratchFolder.with { scratch in
            // strace shows the path that the kernel knows, so the data folder has no symbolic link in it.
            let folder = URL(fileURLWithPath: try scratch.folder("data")).resolvingSymlinksInPath().path
            var options = LiveServer.Options()
            options.dataFolder = folder
            // -D: the server is our child, strace its grandchild, so signals and the exit code are the server's own.
            options.wrapper = [
                try Tool.require("strace"), "-D", "-f", "-yy", "-s", "64", "-o", scratch.path("trace"), "-e", "trace=\(PushOrder.traced)",
            ]
            let single = SeededBytes(seed: 1).bytes(count: 300_000)
            let chunked = SeededBytes(seed: 2).bytes(count: 200_000)
            let manifest = Self.manifest(config: single, layer: chunked)
            try await withLiveServer(options) { server in
                try await RegistryProbe.with(baseURL: server.baseURL) { probe in
                    #expect(try await probe.pushBlob(single, to: "app").status == 201)
                    #expect(try await probe.pushBlob(chunked, to: "app", inChunksOf: 70_000).status == 201)
                    let pushed = try await probe.pushManifest(manifest, type: "application/vnd.oci.image.manifest.v1+json", to: "app", as: "latest")
                    #expect(pushed.status == 201)
                    #expect(try await probe.deleteManifest("latest", from: "app").status == 202)
                }
                #expect(try await server.terminate() == .exited(0))
            }
            let order = PushOrder(dataFolder: folder, trace: TracedCall.parse(try await Self.completeTrace(scratch)))
            #expect(order.answerCount == 3)
            #expect(order.faults(ofBlobAt: Self.path(of: single), answer: 0) == [])
            #expect(order.faults(ofBlobAt: Self.path(of: chunked), answer: 1) == [])
            #expect(order.faults(ofManifestAnswer: 2) == [])
        }
    }

    /// The lines of the trace once strace, which outlives the server by a moment, has written its last.
    private static func completeTrace(_ scratch: ScratchFolder) async throws -> [String] {
        for _ in 0..<500 {
            let lines = String(decoding: try scratch.read("trace"), as: UTF8.self).split(separator: "\n").map(String.init)
            if lines.last?.contains("+++ exited") == true { return lines }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw CocoaError(.fileReadCorruptFile)
    }

    private static func path(of bytes: [UInt8]) -> String {
        let hex = Digest(hashing: bytes).hex
        return "blobs/sha256/\(hex.prefix(2))/\(hex)"
    }

    private static func manifest(config: [UInt8], layer: [UInt8]) -> [UInt8] {
        SmallManifest.bytes(config: Digest(hashing: config), configSize: config.count, layers: [(Digest(hashing: layer), layer.count)])
    }
}
