import Glibc
import LayerArchive
import Logging
import OCIModel
import RegistryClient
import StageModel
import StowageTestSupport
import Testing

@testable import StowageCommands

@Suite("Packing while uploading")
struct StageUploadTests {
    private func push(_ source: StageUpload.Source, to server: String) async throws {
        var policy = RetryPolicy.standard
        policy.sleep = { _ in }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await RegistryClient.with(ServerAddress(server), logger: logger, policy: policy) { client in
            let terminal = Terminal(isTerminal: false, width: 80, environment: [:])
            let upload = StageUpload(
                client: client, repository: try RepositoryName("app/stages"), options: .init(links: .inside), display: ProgressDisplay(terminal))
            _ = try await upload.push([source], facts: StageFacts(), command: nil)
        }
    }

    @Test func `Where nobody takes the layer, it is not packed to its end`() async throws {
        try await ScratchFolder.with { scratch in
            // Takes minutes to pack.
            try #require(truncate(try scratch.write("", to: "tree"), 64 << 30) == 0)
            let begin = ContinuousClock.now
            let error = await #expect(throws: ClientError.self) {
                try await push(.output(path: scratch.path("tree"), name: "tree"), to: "http://127.0.0.1:\(try LoopbackPort.free())")
            }
            #expect(error?.code == .unreachable)
            #expect(ContinuousClock.now - begin < .seconds(20))
        }
    }

    @Test func `What can't be packed is the error, not the upload that ends with it`() async throws {
        try await ScratchFolder.with { scratch in
            try #require(symlink("/etc/passwd", scratch.path("link")) == 0)
            try await TestServer.with { server in
                _ = await #expect(throws: LayerArchiveError.self) {
                    try await push(.folder(scratch.path), to: "http://127.0.0.1:\(server.port)")
                }
            }
        }
    }
}
