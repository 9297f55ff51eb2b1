import Foundation
import Retention
import StageModel
import StowageTestSupport
import Testing

@Suite("What a cleanup is made from")
struct CleanupSourceTests {
    private static let atOnce = ["--built-within", "off", "--used-within", "off"]

    /// What `ci-env` exports for the job of the fixture, as a shell takes it.
    private func variables(_ bench: CommandBench) async throws -> [String: String] {
        let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "CI/Fixtures")
        let script = """
            set -a; . '\(fixtures.path)/gitlab-job.env'; set +a
            eval "$('\(try LiveServer.binary())' ci-env gitlab --server '\(bench.url)')" && env
            """
        let text = try await Shell.succeed("sh", ["-c", script], environment: ["HOME": bench.scratch.path], in: bench.scratch.path).text
        return Dictionary(
            text.split(separator: "\n").compactMap { line -> (String, String)? in
                guard let equals = line.firstIndex(of: "="), line.hasPrefix("WERF_") || line.hasPrefix("STOWAGE_") else { return nil }
                return (String(line[..<equals]), String(line[line.index(after: equals)...]))
            }, uniquingKeysWith: { $1 })
    }

    @Test func `The limits that ci-env exports decide: 10 tags, 50 commits, signatures without end`() async throws {
        try await CommandBench.with { bench in
            let variables = try await variables(bench)
            #expect(variables["WERF_GIT_TAG_STRATEGY_LIMIT"] == "10" && variables["WERF_STAGES_SIGNATURE_STRATEGY_LIMIT"] == "-1")
            #expect(variables["STOWAGE_PROJECT"] == "chat")
            for number in 0..<12 { try await bench.publish("v\(number)", .gitTag, to: "chat/node", reference: "v\(number)") }
            for number in 0..<52 {
                let commit = String(repeating: "0", count: 38) + "\(10 + number)"
                try await bench.publish(commit, .gitCommit, to: "chat/node", reference: commit)
                if number < 12 {
                    try await bench.publish(try Signature.test(number).value, .stagesSignature, to: "chat/node")
                }
            }
            let plan = try await bench.plan(Self.atOnce, environment: variables)
            let gone = plan.decisions.filter { $0.action == .delete }
            #expect(gone.count { $0.strategy == .gitTag && $0.rule == Rule.gitTagLimit.rawValue } == 2)
            #expect(gone.count { $0.strategy == .gitCommit && $0.rule == Rule.gitCommitLimit.rawValue } == 2)
            #expect(gone.count == 4, "of signatures none")
            #expect(gone.allSatisfy { $0.reason.contains("limit ") }, "\(gone.map(\.reason))")
            // Without git nothing is known to be gone.
            #expect(plan.notes.contains { $0.contains("git") }, "\(plan.notes)")
            // A flag beats the variable.
            let off = try await bench.plan(Self.atOnce + ["--git-tag-limit", "off", "--git-commit-limit", "-1"], environment: variables)
            #expect(off.items.isEmpty)
        }
    }

    @Test func `A limit of 0 keeps none, and what is built or used within the time stays`() async throws {
        try await CommandBench.with { bench in
            try await bench.publish("v1", .gitTag, reference: "v1")
            let built = try await bench.plan(["--git-tag-limit", "0"])
            #expect(built.items.isEmpty)
            #expect(built.decisions.first { $0.tag == "v1" }?.rule == Rule.builtWithin.rawValue)
            #expect(try await bench.plan(["--git-tag-limit", "0"] + Self.atOnce).items.map(\.tag) == ["v1"])
            #expect(try await bench.status(of: "v1") == 200)
            let used = try await bench.plan(["--git-tag-limit", "0", "--built-within", "off"])
            #expect(used.decisions.first { $0.tag == "v1" }?.rule == Rule.usedWithin.rawValue)
        }
    }

    @Test func `What a file names is in use, and one that can't be read stops everything`() async throws {
        try await CommandBench.with { bench in
            for tag in ["v1", "v2"] { try await bench.publish(tag, .gitTag, reference: tag) }
            let file = try bench.scratch.write("registry.example:5000/app:v1\n", to: "running")
            let plan = try await bench.plan(["--git-tag-limit", "0", "--in-use", file] + Self.atOnce)
            #expect(plan.items.map(\.tag) == ["v2"])
            #expect(plan.decisions.first { $0.tag == "v1" }?.rule == Rule.inUse.rawValue)
            let lost = try await bench.stowage(
                ["cleanup", "apply", "--git-tag-limit", "0", "--in-use", "none"] + Self.atOnce, in: bench.scratch.path)
            #expect(lost.status == .exited(1), "\(lost)")
            let cluster = try await bench.stowage(
                ["cleanup", "apply", "--git-tag-limit", "0", "--kube-config", "none"] + Self.atOnce, in: bench.scratch.path)
            #expect(cluster.status == .exited(1), "\(cluster)")
            #expect(try await bench.tags() == ["v1", "v2"])
        }
    }

    /// A repository with the tag v1, and a clone of it.
    private func clone(_ bench: CommandBench, _ options: String...) async throws -> String {
        let origin = try bench.folder("origin", ["a": "1", "werf.yaml": "project: app\nconfigVersion: 1\n"])
        let environment = bench.environment.merging([
            "GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@t", "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@t",
        ]) { $1 }
        for arguments in [
            ["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "one"], ["tag", "v1"], ["commit", "-q", "--allow-empty", "-m", "two"],
        ] {
            try await Shell.succeed("git", arguments, environment: environment, in: origin)
        }
        try await Shell.succeed("git", ["clone", "-q"] + options + ["file://\(origin)", "clone"], environment: environment, in: bench.scratch.path)
        return bench.scratch.path("clone")
    }

    @Test func `With git, what its tags don't name goes`() async throws {
        try await CommandBench.with { bench in
            let clone = try await clone(bench)
            for tag in ["v1", "v2"] { try await bench.publish(tag, .gitTag, reference: tag) }
            let plan = try await bench.plan(["--git", clone, "--git-tag-delete-gone"] + Self.atOnce)
            #expect(plan.items.map(\.tag) == ["v2"])
            #expect(plan.items.map(\.rule) == [Rule.gitTagGone.rawValue])
        }
    }

    @Test func `A shallow clone stops the cleanup with the command that mends it, or is mended`() async throws {
        try await CommandBench.with { bench in
            let clone = try await clone(bench, "--depth", "1")
            for tag in ["v1", "v2"] { try await bench.publish(tag, .gitTag, reference: tag) }
            let options = ["--git", clone, "--git-tag-delete-gone"] + Self.atOnce
            let refused = try await bench.stowage(["cleanup", "apply"] + options, in: bench.scratch.path)
            #expect(refused.status == .exited(1), "\(refused)")
            #expect(refused.errorText.contains("--unshallow"), "\(refused)")
            #expect(try await bench.tags() == ["v1", "v2"])
            #expect(try await bench.plan(options + ["--fetch"]).items.map(\.tag) == ["v2"])
        }
    }

    @Test func `A folder that is no clone is said`() async throws {
        try await CommandBench.with { bench in
            try await bench.publish("v1", .gitTag, reference: "v1")
            let result = try await bench.stowage("cleanup", "plan", "--git", bench.scratch.path, in: bench.scratch.path)
            #expect(result.status == .exited(1))
            #expect(result.errorText.contains("is not a clone of a git repository"), "\(result)")
        }
    }
}
