import Foundation
import StageModel
import StowageTestSupport
import Testing

@Suite("stage run")
struct StageRunTests {
    /// Counts its runs in `runs`, which is no input and no output.
    private static let build = "echo run >> runs; mkdir -p out/deep; cp in out/deep/o; chmod 750 out/deep/o; ln -sfn deep/o out/link"

    private func arguments(_ script: String = Self.build, _ options: String...) -> [String] {
        ["stage", "run", "--stage", "build", "--input", "in", "--output", "out"] + options + ["--", "sh", "-c", script]
    }

    @Test func `The second run restores what the first made, elsewhere and byte for byte`() async throws {
        try await CommandBench.with { bench in
            let first = try bench.folder("first", ["in": "content"])
            let miss = try await bench.stowage(arguments(), in: first)
            #expect(miss.status == .exited(0), "\(miss)")
            #expect(miss.errorText.contains("stowage: miss: build: no earlier stage named build\n"))
            #expect(miss.errorText.contains("stowage: build: published as "))
            #expect(miss.text == "")

            let second = try bench.folder("second", ["in": "content", "out/stale": "x"])
            let hit = try await bench.stowage(arguments(), in: second)
            #expect(hit.status == .exited(0), "\(hit)")
            #expect(hit.errorText.contains("stowage: hit: build: restored out from "), "\(hit)")
            #expect(!FileManager.default.fileExists(atPath: "\(second)/runs"))
            #expect(!FileManager.default.fileExists(atPath: "\(second)/out/stale"))
            try await Shell.succeed("diff", ["-r", "\(first)/out", "\(second)/out"])
            // The output itself is made anew; what is in it has its times.
            let list = "cd out && find . -mindepth 1 -printf '%p %m %T@ %l\\n' | sort"
            let trees = [try await Shell.succeed("sh", ["-c", list], in: first), try await Shell.succeed("sh", ["-c", list], in: second)]
            #expect(trees[0].text == trees[1].text)
            #expect(try await bench.stages().count == 1)
        }
    }

    @Test func `A miss says what changed, and since when`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["in": "1"])
            try await Shell.succeed("git", ["init", "-q", "-b", "main"], environment: bench.environment, in: folder)
            try await Shell.succeed("git", ["add", "in"], environment: bench.environment, in: folder)
            let who = ["-c", "user.name=t", "-c", "user.email=t@t"]
            try await Shell.succeed("git", who + ["commit", "-qm", "one"], environment: bench.environment, in: folder)
            _ = try await bench.stowage(arguments(), in: folder)
            try Data("2".utf8).write(to: URL(fileURLWithPath: "\(folder)/in"))
            let miss = try await bench.stowage(arguments(), in: folder)
            let head = try await Shell.succeed("git", ["rev-parse", "HEAD"], environment: bench.environment, in: folder).text
            let line = miss.errorText.split(separator: "\n").first { $0.contains("miss: ") } ?? ""
            #expect(line.hasPrefix("stowage: miss: build: `in` changed since the stage built "), "\(miss)")
            #expect(line.hasSuffix(" at commit \(head.prefix(8)) on main"))
        }
    }

    @Test(arguments: [("exit 7", 7), ("kill -TERM $$", 143), ("exec no-such-program", 127)])
    func `The command's code passes through, and a failure publishes nothing`(script: String, code: Int32) async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["in": "1", "out/x": "left over"])
            let result = try await bench.stowage(arguments(script), in: folder)
            #expect(result.status == .exited(code), "\(result)")
            #expect(try await bench.stages().isEmpty)
        }
    }

    @Test func `A program that isn't there has the code of shells, wrong usage 64`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["in": "1"])
            let base = ["stage", "run", "--stage", "x", "--input", "in"]
            let missing = try await bench.stowage(base + ["--output", "out", "--", "no-such-program"], in: folder)
            #expect(missing.status == .exited(127))
            #expect(missing.errorText.contains("can't run 'no-such-program'"))
            for wrong in [
                ["--", "true"], ["--output", "out"], ["--output", "../out", "--", "true"], ["--output", "a", "--output", "a/b", "--", "true"],
            ] {
                #expect(try await bench.stowage(base + wrong, in: folder).status == .exited(64), "\(wrong)")
            }
            let homeless = try await bench.stowage(base + ["--output", "out", "--", "true"], in: folder, environment: ["STOWAGE_PROJECT": ""])
            #expect(homeless.status == .exited(64))
            #expect(homeless.errorText.contains("--project NAME"))
        }
    }

    @Test func `A missing input and a missing output are the runner's failures`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["other": "1"])
            let input = try await bench.stowage(arguments("touch ran"), in: folder)
            #expect(input.status == .exited(125))
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/ran"))
            try Data().write(to: URL(fileURLWithPath: "\(folder)/in"))
            let output = try await bench.stowage(arguments("touch ran"), in: folder)
            #expect(output.status == .exited(125))
            #expect(output.errorText.contains("the command succeeded, but did not make out"))
            #expect(try await bench.stages().isEmpty)
        }
    }

    @Test func `Without a server the command runs, unless the cache is required`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["in": "1"])
            let away = ["STOWAGE_SERVER": "http://127.0.0.1:\(try LoopbackPort.free())"]
            let runs = try await bench.stowage(arguments(), in: folder, environment: away)
            #expect(runs.status == .exited(0), "\(runs)")
            #expect(runs.errorText.contains("stowage: warning: build: "))
            #expect(runs.errorText.contains("the command runs without the cache"))
            #expect(try bench.text("\(folder)/out/deep/o") == "1")
            let fails = try await bench.stowage(arguments("exit 9", "--require-cache"), in: folder, environment: away)
            #expect(fails.status == .exited(125), "\(fails)")
            #expect(try await bench.stowage(arguments("exit 9"), in: folder, environment: away).status == .exited(9))
        }
    }

    @Test func `A chain goes on from the signature file, and reruns what is behind a change`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["a": "1", "b": "1"])
            let chain = """
                set -e
                stowage stage run --stage one --input a --output o1 --signature-file sigs/one -- sh -c 'echo one >> runs; cp a o1'
                stowage stage run --stage two --input b --parent "$(cat sigs/one)" --output o2 -- sh -c 'echo two >> runs; cat o1 b > o2'
                """
            let path = ["PATH": "\(URL(fileURLWithPath: try LiveServer.binary()).deletingLastPathComponent().path):\(Tool.searchPath)"]
            func run() async throws -> [String] {
                try? FileManager.default.removeItem(atPath: "\(folder)/runs")
                for output in ["o1", "o2"] { try? FileManager.default.removeItem(atPath: "\(folder)/\(output)") }
                try await Shell.succeed("sh", ["-c", chain], environment: bench.environment.merging(path) { $1 }, in: folder)
                let runs = FileManager.default.fileExists(atPath: "\(folder)/runs") ? try bench.text("\(folder)/runs") : ""
                return runs.split(separator: "\n").map(String.init)
            }
            #expect(try await run() == ["one", "two"])
            #expect(try await run() == [])
            #expect(try bench.text("\(folder)/o2") == "11")
            try Data("2".utf8).write(to: URL(fileURLWithPath: "\(folder)/b"))
            #expect(try await run() == ["two"])
            try Data("2".utf8).write(to: URL(fileURLWithPath: "\(folder)/a"))
            #expect(try await run() == ["one", "two"])
        }
    }

    @Test func `Several outputs, files among them, come back each in its place`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["in": "1", "app.bin": "old"])
            let run =
                ["stage", "run", "--stage", "s", "--input", "in", "--output", "build/out", "--output", "./app.bin"]
                + ["--", "sh", "-c", "mkdir -p build/out; cp in build/out/x; printf '#!' > app.bin; chmod +x app.bin"]
            #expect(try await bench.stowage(run, in: folder).status == .exited(0))
            let other = try bench.folder("other", ["in": "1"])
            let hit = try await bench.stowage(run, in: other)
            #expect(hit.errorText.contains("hit: s: restored build/out and app.bin"), "\(hit)")
            #expect(try bench.text("\(other)/build/out/x") == "1")
            #expect(FileManager.default.isExecutableFile(atPath: "\(other)/app.bin"))
            let fewer = ["stage", "run", "--stage", "s", "--input", "in", "--output", "app.bin"] + run.suffix(4)
            let changed = try await bench.stowage(fewer, in: other)
            #expect(changed.errorText.contains("give a stage with other outputs another name"), "\(changed)")
            #expect(changed.status == .exited(0))
        }
    }

    @Test(arguments: ["700", "1755"])
    func `An output folder has the mode that the command gave it`(mode: String) async throws {
        try await CommandBench.with { bench in
            let script = "mkdir -p out; chmod \(mode) out; touch out/x"
            #expect(try await bench.stowage(arguments(script), in: try bench.folder("first", ["in": "1"])).status == .exited(0))
            let second = try bench.folder("second", ["in": "1"])
            for _ in 1...2 {
                let hit = try await bench.stowage(arguments(script), in: second)
                #expect(hit.errorText.contains("hit: build: restored out"), "\(hit)")
                #expect(try await Shell.succeed("stat", ["-c", "%a", "out"], in: second).text == "\(mode)\n")
                // What somebody made of the folder meanwhile doesn't count.
                try await Shell.succeed("chmod", ["755", "out"], in: second)
            }
        }
    }

    @Test func `The base folder is where the command runs`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["web/in": "1"])
            let run = ["stage", "run", "--stage", "s", "--base", "web", "--input", "in", "--output", "out", "--signature-file", "sig"]
            let result = try await bench.stowage(run + ["--", "sh", "-c", "mkdir out; echo $PWD > out/where"], in: folder)
            #expect(result.status == .exited(0), "\(result)")
            #expect(try bench.text("\(folder)/web/out/where").hasSuffix("work/web\n"))
            #expect(try bench.text("\(folder)/sig").count == 65)
        }
    }
}
