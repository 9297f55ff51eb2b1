import Foundation
import StageModel
import StowageTestSupport
import Testing

@Suite("stage push, pull, list, lookup and explain")
struct StageTransferTests {
    private static let signature = String(repeating: "ab", count: 32)

    @Test func `A folder comes back as it was`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["tree/a": "1", "tree/deep/b": "2"])
            try await Shell.succeed(
                "sh", ["-c", "cd tree && ln -s deep/b link && ln a hard && chmod 600 a && touch -d @1000000000 deep"], in: folder)
            let push = try await bench.stowage(
                "stage", "push", Self.signature, "tree", "--stage", "s", "--image", "i", "--format", "json", in: folder)
            #expect(push.status == .exited(0), "\(push)")
            let outcome = try #require(try JSONSerialization.jsonObject(with: Data(push.output)) as? [String: Any])
            #expect(outcome["outcome"] as? String == "published")
            let pull = try await bench.stowage("stage", "pull", Self.signature, "new/copy", in: folder)
            #expect(pull.status == .exited(0), "\(pull)")
            let list = "find . -printf '%P %y %m %n %s %T@ %l\\n' | tail -n +2 | sort"
            let before = try await Shell.succeed("sh", ["-c", "cd tree && \(list)"], in: folder).text
            #expect(try await Shell.succeed("sh", ["-c", "cd new/copy && \(list)"], in: folder).text == before)
            // Not on a terminal there are no pictures of progress.
            #expect(!push.errorText.contains("\u{1b}") && !push.errorText.contains("\r"))
        }
    }

    @Test func `A stage that is there is not pushed again, unless it is wanted`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["tree/a": "1", "other/a": "2"])
            _ = try await bench.stowage("stage", "push", Self.signature, "tree", in: folder)
            let again = try await bench.stowage("stage", "push", Self.signature, "other", in: folder)
            #expect(again.status == .exited(0))
            #expect(again.text.contains("exists"))
            #expect(try await bench.candidates(Self.signature).count == 1)
            _ = try await bench.stowage("stage", "push", Self.signature, "other", "--always", in: folder)
            let both = try await bench.candidates(Self.signature)
            #expect(both.count == 2)
            _ = try await bench.stowage("stage", "pull", Self.signature, "oldest", in: folder)
            #expect(try bench.text("\(folder)/oldest/a") == "1")
            _ = try await bench.stowage("stage", "pull", try #require(both.last).tag, "newest", in: folder)
            #expect(try bench.text("\(folder)/newest/a") == "2")
        }
    }

    @Test(arguments: ["tar", "tar.gz"])
    func `A ready archive is pushed as it is`(kind: String) async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["tree/a": "1"])
            let options = kind == "tar" ? "-cf" : "-czf"
            try await Shell.succeed("tar", ["-C", "tree", options, "layer.\(kind)", "."], in: folder)
            let push = try await bench.stowage("stage", "push", Self.signature, "layer.\(kind)", in: folder)
            #expect(push.status == .exited(0), "\(push)")
            #expect(try await bench.stowage("stage", "pull", Self.signature, "copy", in: folder).status == .exited(0))
            #expect(try bench.text("\(folder)/copy/a") == "1")
        }
    }

    @Test func `A pull that fails leaves the folder as it was, and a link out is refused`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["tree/a": "1", "copy/old": "x"])
            try await Shell.succeed("ln", ["-s", "/etc/passwd", "tree/link"], in: folder)
            let refused = try await bench.stowage("stage", "push", Self.signature, "tree", in: folder)
            #expect(refused.status == .exited(1), "\(refused)")
            #expect(try await bench.stowage("stage", "push", Self.signature, "tree", "--links-out", in: folder).status == .exited(0))
            let pull = try await bench.stowage("stage", "pull", Self.signature, "copy", in: folder)
            #expect(pull.status == .exited(1), "\(pull)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/copy") == ["old"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["copy", "tree"])
            #expect(try await bench.stowage("stage", "pull", Self.signature, "copy", "--links-out", in: folder).status == .exited(0))
            #expect(try await bench.stowage("stage", "pull", String(repeating: "cd", count: 32), "copy", in: folder).status == .exited(1))
        }
    }

    @Test func `Stages are listed, and looked up with the code that says how many are there`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["tree/a": "1"])
            let commit = String(repeating: "1", count: 40)
            _ = try await bench.stowage(
                "stage", "push", Self.signature, "tree", "--stage", "install", "--image", "api", "--commit", commit, "--branch", "main", "--parent",
                String(repeating: "ee", count: 32), in: folder)
            let entry = try #require(try await bench.stages().first)
            #expect(entry.stage.stageName == "install")
            #expect(entry.stage.imageName == "api")
            #expect(entry.stage.commits.map(\.value) == [commit])
            #expect(entry.stage.gitReference == "main")
            #expect(entry.stage.parent == String(repeating: "ee", count: 32))
            let table = try await bench.stowage("stage", "list", "--stage", "install", in: folder).text
            #expect(table.contains("install  abababab  api    main    11111111"), "\(table)")
            #expect(try await bench.stowage("stage", "list", "--stage", "none", in: folder).text.split(separator: "\n").count == 1)
            let absent = String(repeating: "cd", count: 32)
            #expect(try await bench.stowage("stage", "lookup", Self.signature, in: folder).status == .exited(0))
            #expect(try await bench.stowage("stage", "lookup", Self.signature, absent, in: folder).status == .exited(3))
            #expect(try await bench.stowage("stage", "lookup", absent, in: folder).status == .exited(1))
        }
    }

    @Test func `Explain shows inputs, differences, and why a run would miss`() async throws {
        try await CommandBench.with { bench in
            let folder = try bench.folder("work", ["in": "1"])
            let run = ["--stage", "s", "--input", "in", "--env", "SECRET", "--output", "out"]
            var signatures: [String] = []
            for text in ["1", "2"] {
                try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/in"))
                let words = ["stage", "run"] + run + ["--signature-file", "sig", "--", "mkdir", "-p", "out"]
                #expect(try await bench.stowage(words, in: folder, environment: ["SECRET": "hush"]).status == .exited(0))
                signatures.append(try bench.text("\(folder)/sig").trimmingCharacters(in: .newlines))
            }
            let one = try await bench.stowage("stage", "explain", signatures[0], in: folder)
            #expect(one.text.contains("mkdir -p out") && one.text.contains("  in\n"), "\(one)")
            #expect(!one.text.contains("hush"))
            let difference = try await bench.stowage(["stage", "explain"] + signatures, in: folder)
            #expect(difference.text == "`in` changed\n", "\(difference)")
            let wouldRun = ["stage", "explain", "--stage", "s", "--input", "in", "--env", "SECRET"]
            let hit = try await bench.stowage(wouldRun + ["--", "mkdir", "-p", "out"], in: folder, environment: ["SECRET": "hush"])
            #expect(hit.text.contains("outcome    hit"), "\(hit)")
            let miss = try await bench.stowage(wouldRun + ["--", "mkdir", "-p", "out"], in: folder, environment: ["SECRET": "loud"])
            #expect(miss.text.contains("outcome    miss") && miss.text.contains("environment SECRET changed"), "\(miss)")
            let json = try await bench.stowage(["stage", "explain", signatures[0], "--format", "json"], in: folder)
            #expect(try JSONSerialization.jsonObject(with: Data(json.output)) is [String: Any])
        }
    }
}
