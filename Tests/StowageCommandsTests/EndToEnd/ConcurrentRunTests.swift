import Foundation
import Glibc
import StageModel
import StowageTestSupport
import Testing

@Suite("stage run, several at once")
struct ConcurrentRunTests {
    private func arguments(_ script: String, _ options: String...) -> [String] {
        ["stage", "run", "--stage", "build", "--input", "in", "--output", "out"] + options + ["--", "sh", "-c", script]
    }

    private func signature(_ bench: CommandBench, _ script: String, in folder: String) async throws -> String {
        let words = ["stage", "signature", "--stage", "build", "--input", "in", "--", "sh", "-c", script]
        return try await bench.stowage(words, in: folder).text.trimmingCharacters(in: .newlines)
    }

    @Test func `Sixteen runners of one unbuilt stage run its command once`() async throws {
        try await CommandBench.with { bench in
            let folders = try (0..<16).map { try bench.folder("work-\($0)", ["in": "1"]) }
            let script = "echo run >> '\(bench.scratch.path("runs"))'; sleep 0.3; mkdir out; date +%N > out/o"
            let results = try await withThrowingTaskGroup(of: ShellResult.self) { group in
                for folder in folders { group.addTask { try await bench.stowage(arguments(script), in: folder) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.allSatisfy { $0.status == .exited(0) }, "\(results)")
            #expect(try bench.text(bench.scratch.path("runs")) == "run\n")
            #expect(results.filter { $0.errorText.contains("hit: build: ") }.count == 15)
            #expect(Set(try folders.map { try bench.text("\($0)/out/o") }).count == 1)
            #expect(try await bench.stages().count == 1)
        }
    }

    @Test func `Two runs of one stage in one folder don't mix their output`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["in": "1"])
            // Without the server nothing but the lock of the folder keeps them apart.
            let away = ["STOWAGE_SERVER": "http://127.0.0.1:\(try LoopbackPort.free())"]
            let script = "rm -rf out; mkdir out; echo $$ > out/a; sleep 0.2; echo $$ > out/b"
            let results = try await withThrowingTaskGroup(of: ShellResult.self) { group in
                for _ in 0..<3 { group.addTask { try await bench.stowage(arguments(script), in: folder, environment: away) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.allSatisfy { $0.status == .exited(0) }, "\(results)")
            #expect(try bench.text("\(folder)/out/a") == bench.text("\(folder)/out/b"))
        }
    }

    @Test func `A signal goes to the command, nothing is published, and the lease is free at once`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["in": "1"])
            let script = "mkdir -p out; trap 'echo caught > caught; exit 5' TERM; touch started; while :; do sleep 0.05; done"
            let process = try await bench.start(arguments(script), in: folder, errors: "stderr")
            try await bench.appearance(of: "\(folder)/started")
            process.signal(SIGTERM)
            #expect(try await process.exit(within: .seconds(10)) == .exited(5))
            #expect(try bench.text("\(folder)/caught") == "caught\n")
            #expect(try bench.text(bench.scratch.path("stderr")).contains("interrupted by signal 15; nothing is published"))
            let other = try bench.folder("other", ["in": "1"])
            let begin = ContinuousClock.now
            _ = try await bench.stowage(arguments("mkdir out", "--lease-ttl", "60s"), in: other)
            #expect(ContinuousClock.now - begin < .seconds(10))
        }
    }

    /// SIGQUIT is what Ctrl-\ sends, and what the language's runtime takes for a crash.
    @Test func `Quitting is an interruption, not a crash`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["in": "1"])
            let script = "mkdir -p out; ulimit -c 0; touch started; exec sleep 20"
            let process = try await bench.start(arguments(script), in: folder, errors: "stderr")
            try await bench.appearance(of: "\(folder)/started")
            process.signal(SIGQUIT)
            #expect(try await process.exit(within: .seconds(10)) == .exited(128 + SIGQUIT))
            let errors = try bench.text(bench.scratch.path("stderr"))
            #expect(errors.contains("interrupted by signal 3; nothing is published"), "\(errors)")
        }
    }

    @Test func `A runner that waits for another ends at a signal`() async throws {
        try await CommandBench.with { bench in
            let script = "mkdir -p out; touch started; while [ ! -e go ]; do sleep 0.05; done"
            let folder = try bench.folder("work", ["in": "1"])
            let first = try await bench.start(arguments(script), in: folder, errors: "first")
            try await bench.appearance(of: "\(folder)/started")
            let other = try bench.folder("other", ["in": "1"])
            let second = try await bench.start(arguments(script), in: other, errors: "second")
            for _ in 0..<2000 where !(try bench.text(bench.scratch.path("second"))).contains("waiting for it") {
                try await Task.sleep(for: .milliseconds(5))
            }
            second.signal(SIGINT)
            #expect(try await second.exit(within: .seconds(10)) == .exited(130))
            try Data().write(to: URL(fileURLWithPath: "\(folder)/go"))
            #expect(try await first.exit(within: .seconds(10)) == .exited(0))
        }
    }

    @Test func `A runner that was asleep past its lease finds its stage taken over`() async throws {
        try await CommandBench.with { bench in
            let script = "mkdir -p out; touch started; while [ ! -e go ]; do sleep 0.05; done; date +%N > out/o"
            let folder = try bench.folder("work", ["in": "1"])
            let sleeper = try await bench.start(arguments(script, "--lease-ttl", "1s"), in: folder, errors: "sleeper")
            try await bench.appearance(of: "\(folder)/started")
            sleeper.signal(SIGSTOP)
            let other = try bench.folder("other", ["in": "1", "go": ""])
            let takeover = try await bench.stowage(arguments(script, "--lease-ttl", "1s"), in: other)
            #expect(takeover.status == .exited(0), "\(takeover)")
            #expect(takeover.errorText.contains("published as"))
            try Data().write(to: URL(fileURLWithPath: "\(folder)/go"))
            sleeper.signal(SIGCONT)
            #expect(try await sleeper.exit(within: .seconds(10)) == .exited(0))
            let said = try bench.text(bench.scratch.path("sleeper"))
            #expect(said.contains("another runner took the lease over"), "\(said)")
            #expect(try await bench.candidates(signature(bench, script, in: folder)).count == 1)
        }
    }

    @Test func `Who waited long enough builds too, and all use what was published first`() async throws {
        try await CommandBench.with { bench in
            let script = "mkdir -p out; touch started; while [ ! -e go ]; do sleep 0.05; done; date +%N > out/o"
            let folder = try bench.folder("work", ["in": "1"])
            let slow = try await bench.start(arguments(script), in: folder, errors: "slow")
            try await bench.appearance(of: "\(folder)/started")
            let other = try bench.folder("other", ["in": "1", "go": ""])
            let impatient = try await bench.stowage(arguments(script, "--wait-limit", "500ms"), in: other)
            #expect(impatient.status == .exited(0), "\(impatient)")
            #expect(impatient.errorText.contains("building it here too"))
            #expect(impatient.errorText.contains("published as"))
            try Data().write(to: URL(fileURLWithPath: "\(folder)/go"))
            #expect(try await slow.exit(within: .seconds(10)) == .exited(0))
            #expect(try bench.text(bench.scratch.path("slow")).contains("another runner published the same stage first"))
            #expect(try bench.text("\(folder)/out/o") == bench.text("\(other)/out/o"))
            #expect(try await bench.stages().count == 1)
        }
    }

    @Test func `A runner that was killed is replaced when its lease has passed`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["in": "1"])
            let script = "mkdir -p out; touch started; while [ ! -e go ]; do sleep 0.05; done"
            let killed = try await bench.start(arguments(script, "--lease-ttl", "1s"), in: folder, errors: "killed")
            try await bench.appearance(of: "\(folder)/started")
            await killed.killAndWait()
            let other = try bench.folder("other", ["in": "1", "go": ""])
            let next = try await bench.stowage(arguments(script), in: other)
            #expect(next.status == .exited(0), "\(next)")
            #expect(next.errorText.contains("published as"))
        }
    }
}
