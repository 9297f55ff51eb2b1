import Foundation
import StageModel
import StowageTestSupport
import Testing

@Suite("kill -9 of a cleanup", .timeLimit(.minutes(5)))
struct CleanupKillTests {
    /// `STOWAGE_CRASH_SEED` repeats the choices of a run, though not its timing; `STOWAGE_CRASH_CYCLES` changes the number of
    /// cycles.
    @Test("After each of fifty kills in the middle of cleanups and collections, what is kept is whole; and the next run finishes")
    func cycles() async throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["STOWAGE_CRASH_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999_999)
        let cycles = environment["STOWAGE_CRASH_CYCLES"].flatMap { Int($0) } ?? 50
        print("kill -9 of a cleanup: STOWAGE_CRASH_SEED=\(seed)")
        var random = SeededBytes(seed: seed)
        var options = LiveServer.Options()
        options.configuration = """
            cleanup: {undoWindow: off}
            gc: {grace: 300ms, interval: 20ms, maximumRate: off, orphanInterval: off}
            """
        var cutOff = 0
        try await withLiveServer(options) { server in
            var ledger = CleanupLedger()
            for cycle in 1...cycles {
                ledger = try await RegistryProbe.with(baseURL: server.baseURL) { [ledger] probe in
                    var ledger = ledger
                    try await ledger.push(6, from: cycle * 100, probe)
                    return ledger
                }
                // A cleanup takes a tenth of a second on an idle machine, and a whole one on a busy one.
                let moment = Duration.milliseconds(Int.random(in: 5...(cycle % 2 == 0 ? 100 : 1000), using: &random))
                let cleanup = Task { try await cleanUp(server) }
                try await Task.sleep(for: moment)
                await server.kill()
                // It would wait for the server to come back.
                cleanup.cancel()
                if case .success(.exited(0)) = await cleanup.result {} else { cutOff += 1 }
                if cycle % 5 == 0 {
                    // Going on must stand a kill, too.
                    try await server.launch()
                    try await Task.sleep(for: .milliseconds(Int.random(in: 0...250, using: &random)))
                    await server.kill()
                }
                try await server.start()
                // All at every tenth, since there are ever more of them.
                guard cycle % 10 == 0 || cycle < 4 else { continue }
                let problems = try await RegistryProbe.with(baseURL: server.baseURL) { [ledger] in try await ledger.problems($0) }
                try #require(problems.isEmpty, "seed \(seed), cycle \(cycle): \(problems.prefix(10).joined(separator: "\n"))\n\(server.log)")
            }
            #expect(try await cleanUp(server) == .exited(0), "\(server.log)")
            try await RegistryProbe.with(baseURL: server.baseURL) { [ledger] probe in
                #expect(try await ledger.remaining(probe).isEmpty)
                #expect(try await ledger.problems(probe).isEmpty)
                try await settle(ledger, probe, server)
            }
            #expect(try await server.terminate() == .exited(0))
        }
        // A kill behind the end of every cleanup would show nothing.
        #expect(cutOff > cycles / 4, "only \(cutOff) of \(cycles) cleanups were cut off")
    }

    private func cleanUp(_ server: LiveServer) async throws -> StowageTestSupport.ExitStatus {
        try await Shell.run(
            try LiveServer.binary(),
            [
                "cleanup", "apply", "--project", "crash", "--server", server.baseURL, "--built-within", "0s", "--used-within", "0s", "--custom",
                "/go-.*/,limit=0",
                "--force", "--format", "json",
            ], timeLimit: .seconds(60)
        ).status
    }

    /// In the end the disk holds the blobs of what is kept, and nothing else.
    private func settle(_ ledger: CleanupLedger, _ probe: RegistryProbe, _ server: LiveServer) async throws {
        var files: Set<String> = []
        for _ in 0..<100 {
            let run = try await probe.send("POST", "/api/v1/gc/run", ["Content-Type": "application/json"], body: Array(#"{"orphans":true}"#.utf8))
            #expect((200...202).contains(run.status), "\(run)")
            files = Set(
                try await Shell.succeed("find", ["\(server.dataFolder)/blobs", "-type", "f", "-printf", "%f\\n"]).text.split(separator: "\n").map(
                    String.init))
            if files == ledger.keptBlobs { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(files.subtracting(ledger.keptBlobs).isEmpty, "left over")
        #expect(ledger.keptBlobs.subtracting(files).isEmpty, "lost")
    }
}
