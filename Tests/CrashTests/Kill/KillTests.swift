import Foundation
import StowageTestSupport
import Testing

@Suite("kill -9", .timeLimit(.minutes(5)))
struct KillTests {
    /// Ends the server at random moments while four clients work, fifty times over one data folder.
    ///
    /// `STOWAGE_CRASH_SEED` repeats the choices of a run, though not its timing; `STOWAGE_CRASH_CYCLES` changes the number
    /// of cycles.
    @Test("After each of fifty kills at random moments, everything that was acknowledged is there")
    func cycles() async throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["STOWAGE_CRASH_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999_999)
        let cycles = environment["STOWAGE_CRASH_CYCLES"].flatMap { Int($0) } ?? 50
        print("kill -9: STOWAGE_CRASH_SEED=\(seed)")
        let run = CrashRun()
        var random = SeededBytes(seed: seed)
        let begin = ContinuousClock.now
        try await withLiveServer { server in
            try await RegistryProbe.with(baseURL: server.baseURL) { try await CrashWorker.prepare(run, $0) }
            for cycle in 1...cycles {
                try await workAndKill(server, run, &random)
                if cycle % 5 == 0 { try await killDuringStart(server, &random) }
                try await server.start()
                try await RegistryProbe.with(baseURL: server.baseURL) { try await run.audit($0) }
                try #require(run.problems.isEmpty, "seed \(seed), cycle \(cycle): \(run.problems.prefix(20).joined(separator: "\n"))\n\(server.log)")
            }
            #expect(try await server.terminate() == .exited(0))
        }
        let tally = run.tally
        print("kill -9: \(cycles) cycles in \(ContinuousClock.now - begin), \(tally)")
        // A test whose clients did not get to work would show nothing.
        #expect(tally.acknowledged > cycles * 5)
        #expect(tally.cutOff >= cycles)
        #expect(tally.deletions >= cycles / 2)
        #expect(tally.resumedUploads >= cycles / 5)
    }

    private func workAndKill(_ server: LiveServer, _ run: CrashRun, _ random: inout SeededBytes) async throws {
        run.isKilled = false
        let moment = Duration.milliseconds(Int.random(in: 20...600, using: &random))
        let seeds = (0..<4).map { _ in random.next() }
        try await RegistryProbe.with(baseURL: server.baseURL) { probe in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, seed) in seeds.enumerated() {
                    group.addTask {
                        var worker = CrashWorker(number: number, run: run, probe: probe, random: SeededBytes(seed: seed))
                        await worker.work()
                    }
                }
                try await Task.sleep(for: moment)
                run.isKilled = true
                await server.kill()
                try await group.waitForAll()
            }
        }
    }

    /// Recovery must stand a kill, too.
    private func killDuringStart(_ server: LiveServer, _ random: inout SeededBytes) async throws {
        try await server.launch()
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...250, using: &random)))
        await server.kill()
    }
}
