import Foundation
import Glibc
import StageModel
import StowageTestSupport
import Testing

@Suite("Runners that want the same stage", .timeLimit(.minutes(3)))
struct RunnerLeaseTests {
    @Test("Sixteen ask for one unbuilt stage at once: the command runs once")
    func sixteen() async throws {
        try await withRunners { runners in
            let processes = try await runners.start(
                count: 16, ttl: "10s", "echo ran >> ../log; sleep 1; mkdir out; head -c 100000 /dev/urandom > out/file")
            for process in processes { #expect(try await process.exit(within: .seconds(100)) == .exited(0)) }
            #expect(try runners.lines(of: "log") == ["ran"])
            let results = try (0..<16).map { try runners.scratch.read("work-\($0)/out/file") }
            #expect(Set(results).count == 1, "a runner has another result")
            #expect(try await runners.stages().count == 1)
        }
    }

    @Test("After a kill -9 of the runner that builds, another takes over when the lease has expired, and not before")
    func killed() async throws {
        try await withRunners { runners in
            let first = try await runners.start(index: 0, ttl: "3s", "echo first >> ../log; sleep 100; mkdir out")
            try await runners.wait(forLines: 1, in: "log")
            // The runner and its command: the machine is gone.
            await first.killAndWait()
            let begin = ContinuousClock.now
            let second = try await runners.start(index: 1, ttl: "3s", "echo second >> ../log; mkdir out; echo done > out/file", signature: 0)
            #expect(try await second.exit(within: .seconds(60)) == .exited(0))
            let waited = ContinuousClock.now - begin
            #expect(waited > .seconds(1), "the lease was not waited for")
            #expect(waited < .seconds(30), "the lease was waited for \(waited)")
            #expect(try runners.lines(of: "log") == ["first", "second"])
            #expect(try await runners.stages().count == 1)
        }
    }

    @Test("A runner that slept through the end of its lease can't publish any more: the fencing token refuses it")
    func fenced() async throws {
        try await withRunners { runners in
            let command = { (name: String) in
                "touch ../\(name)-started; while ! test -e ../\(name)-go; do sleep 0.05; done; mkdir out; echo \(name) > out/file"
            }
            let first = try await runners.start(index: 0, ttl: "2s", command("first"))
            try await runners.wait(for: "first-started")
            first.signal(SIGSTOP)
            let second = try await runners.start(index: 1, ttl: "20s", command("second"), signature: 0)
            try await runners.wait(for: "second-started")

            // The late one's command succeeds, while the other has not published yet.
            try runners.scratch.write("", to: "first-go")
            first.signal(SIGCONT)
            #expect(try await first.exit(within: .seconds(60)) == .exited(0), "the command's exit code passes through")
            let said = String(decoding: try runners.scratch.read("stderr-0"), as: UTF8.self)
            #expect(said.contains("took the lease over"), "\(said)")
            #expect(try await runners.stages().isEmpty, "the late publish was accepted")

            try runners.scratch.write("", to: "second-go")
            #expect(try await second.exit(within: .seconds(60)) == .exited(0))
            #expect(try await runners.stages().count == 1)
            // Whoever comes now gets the second one's.
            let third = try await runners.start(index: 2, ttl: "20s", command("third"), signature: 0)
            #expect(try await third.exit(within: .seconds(60)) == .exited(0))
            #expect(String(decoding: try runners.scratch.read("work-2/out/file"), as: UTF8.self) == "second\n")
        }
    }

    private func withRunners(_ body: (Runners) async throws -> Void) async throws {
        try await ScratchFolder.with { scratch in
            try await withLiveServer { try await body(Runners(scratch: scratch, server: $0)) }
        }
    }
}

/// Runner processes in folders of their own beside each other.
private struct Runners {
    let scratch: ScratchFolder
    let server: LiveServer

    func start(count: Int, ttl: String, _ script: String) async throws -> [ChildProcess] {
        var processes: [ChildProcess] = []
        for index in 0..<count { processes.append(try await start(index: index, ttl: ttl, script, signature: 0)) }
        return processes
    }

    /// Starts a runner in `work-INDEX`. Runners of one `signature` want the same stage whatever their commands are: the
    /// script is read from a file that is no input.
    func start(index: Int, ttl: String, _ script: String, signature: Int = 0) async throws -> ChildProcess {
        _ = try scratch.folder("work-\(index)")
        try scratch.write(script, to: "work-\(index)/script")
        try scratch.write("\(signature)", to: "work-\(index)/input")
        var command = ChildProcess.Command(
            try LiveServer.binary(),
            [
                "stage", "run", "--stage", "slow", "--project", "team", "--input", "input", "--output", "out", "--lease-ttl", ttl, "--", "/bin/sh",
                "script",
            ],
            environment: ["PATH": Tool.searchPath, "HOME": scratch.path, "STOWAGE_SERVER": server.baseURL],
            output: scratch.path("stdout-\(index)"), errors: scratch.path("stderr-\(index)"))
        command.folder = scratch.path("work-\(index)")
        command.diesWithParent = true
        return try await ChildProcess.spawn(command)
    }

    func stages() async throws -> [String] {
        let tool = StowageTool(server: server.baseURL, home: scratch.path)
        do {
            return try await tool.stages(in: "team/stages", folder: scratch.path).map(\.stage.tag)
        } catch let error as ShellError where error.description.contains("NAME_UNKNOWN") || error.description.contains("no repository") {
            return []
        }
    }

    func lines(of name: String) throws -> [String] {
        guard FileManager.default.fileExists(atPath: scratch.path(name)) else { return [] }
        return String(decoding: try scratch.read(name), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    func wait(forLines count: Int, in name: String) async throws {
        try await wait(until: { try lines(of: name).count >= count }, else: "\(name) has too few lines")
    }

    func wait(for name: String) async throws {
        try await wait(until: { FileManager.default.fileExists(atPath: scratch.path(name)) }, else: "\(name) never appeared")
    }

    private func wait(until condition: () throws -> Bool, else problem: String) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try !condition() {
            guard ContinuousClock.now < deadline else { throw Impatience(problem: problem) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private struct Impatience: Error {
        let problem: String
    }
}
