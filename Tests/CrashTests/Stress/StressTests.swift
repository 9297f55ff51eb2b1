import ContentHashing
import Foundation
import OCIModel
import StowageTestSupport
import Testing

/// Clients of every kind against a server on which cleanup and the collector run without pause.
///
/// `STOWAGE_STRESS_SECONDS` sets how long; `scripts/stress` takes five minutes. `STOWAGE_STRESS_SEED` repeats the choices of a
/// run, though not its timing.
@Suite("Cleanup and the collector under load", .timeLimit(.minutes(15)))
struct StressTests {
    @Test("Never a manifest without its blobs, never a stage lost that was just used, and pulls stay quick")
    func races() async throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["STOWAGE_STRESS_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999_999)
        let seconds = environment["STOWAGE_STRESS_SECONDS"].flatMap { Int($0) } ?? 30
        print("stress: STOWAGE_STRESS_SEED=\(seed)")
        var options = LiveServer.Options()
        options.configuration = """
            log: {level: warning}
            cleanup: {undoWindow: 1s}
            gc: {grace: 4s, interval: 1h, maximumRate: off, orphanInterval: off}
            """
        let load = StressLoad()
        try await withLiveServer(options) { server in
            try await RegistryProbe.with(baseURL: server.baseURL) { probe in
                try await prepare(probe)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    var random = SeededBytes(seed: seed)
                    for work in StressClient.Work.allCases {
                        for number in 0..<2 {
                            var client = StressClient(load: load, probe: probe, number: number, random: SeededBytes(seed: random.next()))
                            group.addTask { await client.run(work) }
                        }
                    }
                    group.addTask { await pullAtAFixedRate(load, probe) }
                    group.addTask { await cleanUp(load, probe, server) }
                    try await Task.sleep(for: .seconds(seconds))
                    load.isStopped = true
                    try await group.waitForAll()
                }
                try await audit(load, probe)
            }
            #expect(server.exitStatus == nil, "\(server.log)")
        }
        let (with, without) = (load.tail(whileCollecting: true), load.tail(whileCollecting: false))
        print("stress: \(load.tally)")
        print("stress: p99 of pulls \(with.p99) with the collector (\(with.count)), \(without.p99) without (\(without.count))")
        #expect(load.problems.isEmpty, "seed \(seed): \(load.problems.count) problems:\n\(load.problems.prefix(20).joined(separator: "\n"))")
        // A run in which nothing met would show nothing.
        #expect(load.tally.skippedUploads > seconds && load.tally.mounts > seconds && load.tally.deletions > 5 && load.tally.stageUses > seconds)
        #expect(load.tally.cleanups > 2 && load.tally.collections > 5)
        // Half a minute of debug builds tells too little of the slowest hundredth; `scripts/bench` measures it alone.
        if seconds >= 120 { #expect(with.p99 <= without.p99 * 3 / 2) }
    }

    /// What the pulls are measured with: it stays.
    private func prepare(_ probe: RegistryProbe) async throws {
        for number in 0..<20 { try await probe.pushImage("kept \(number)", to: "farm/kept", as: "kept-\(number)") }
    }

    private func pullAtAFixedRate(_ load: StressLoad, _ probe: RegistryProbe) async {
        let client = StressClient(load: load, probe: probe, number: 0, random: SeededBytes(seed: 1))
        let interval = Duration.milliseconds(10)
        var next = ContinuousClock.now
        var number = 0
        while !load.isStopped {
            do {
                // Measured from when it was due, so that a server that stands still is seen.
                let answer = try await probe.manifest("kept-\(number % 20)", in: "farm/kept")
                if answer.status != 200 { load.report("an image that is kept was answered with \(answer)") }
                load.record(pull: ContinuousClock.now - next)
                load.count { $0.pulls += 1 }
                if number % 50 == 0 {
                    try await client.pull("kept-\(number % 20)", from: "farm/kept", "a kept image")
                    try await client.pull("t\(number / 50 % 40)", from: "farm/app0", "an image")
                }
                number += 1
                next = max(next + interval, ContinuousClock.now - .seconds(1))
                try await Task.sleep(until: next)
            } catch {
                load.report("a pull: \(error)")
                return
            }
        }
    }

    /// Cleanup and the collector without pause, but that the collector stands still for three seconds in every ten, which show what
    /// pulls take without it.
    private func cleanUp(_ load: StressLoad, _ probe: RegistryProbe, _ server: LiveServer) async {
        do {
            let begin = ContinuousClock.now
            while !load.isStopped {
                load.isCollecting = (ContinuousClock.now - begin).components.seconds % 10 >= 3
                if load.isCollecting {
                    let collection = try await probe.send(
                        "POST", "/api/v1/gc/run", ["Content-Type": "application/json"], body: Array(#"{"orphans":true}"#.utf8))
                    if !(200...202).contains(collection.status) { load.report("a run of the collector was answered with \(collection)") }
                    load.count { $0.collections += 1 }
                }
                let result = try await Shell.run(
                    try LiveServer.binary(),
                    [
                        "cleanup", "apply", "--project", "farm", "--server", server.baseURL, "--built-within", "0s", "--used-within", "6s",
                        "--stages-keep-unneeded-for", "0s", "--untagged-keep-for", "0s", "--undo-window", "1s", "--custom", "/[tm].*/,limit=10",
                        "--force",
                        "--format", "json",
                    ], timeLimit: .seconds(120))
                switch result.status {
                case .exited(0): load.count { $0.cleanups += 1 }
                case .exited(3):
                    load.count {
                        $0.cleanups += 1
                        $0.skippedItems += 1
                    }
                default: load.report("a cleanup ended with \(result.status): \(result.errorText)")
                }
            }
        } catch {
            load.report("cleaning up: \(error)")
        }
    }

    /// At the end, with everything quiet: every tag that is listed has its manifest and all its blobs.
    private func audit(_ load: StressLoad, _ probe: RegistryProbe) async throws {
        let client = StressClient(load: load, probe: probe, number: 0, random: SeededBytes(seed: 1))
        for repository in ["farm/app0", "farm/app1", "farm/mounted0", "farm/mounted1", "farm/stages", "farm/kept"] {
            let list = try await probe.send("GET", "/v2/\(repository)/tags/list")
            guard list.status == 200 else { continue }
            for tag in TagList.names(in: list.body) ?? [] {
                try await client.pull(tag, from: repository, "a stage or image that is listed")
            }
        }
    }
}
