import ContentHashing
import Foundation
import Retention
import StageModel
import StowageTestSupport
import Testing

/// A real repository, a real server, and images published along the history: what a cleanup plans, does, and takes back.
@Suite(
    "A cleanup that knows git", .enabled(if: Tool.areExpected("git", "skopeo", "sqlite3"), "git, skopeo or sqlite3 are not installed"),
    .timeLimit(.minutes(10)))
struct GoldenPlanTests {
    @Test("The plan is the golden one; what is kept pulls, what is deleted is 404, an undo brings it back, and bytes fall as promised")
    func plan() async throws {
        try await withProject { project in
            let plan = try await project.plan(save: "plan.json")
            let lines = plan.decisions.map { project.named(Self.line($0)) }.sorted()
            let golden = GoldenPlan.lines.sorted()
            #expect(lines == golden, "\(Self.difference(golden, lines))")

            try await project.tool(["cleanup", "apply", project.path("plan.json"), "--project", "chat"])
            try await expectOutcome(of: plan, in: project)

            let record = try #require(try await project.lastRecord())
            try await project.tool(["cleanup", "undo", record])
            try await expectEverything(of: plan, in: project)
        }
    }

    @Test("Bytes on the disk fall by what the plan says, when it says")
    func bytes() async throws {
        try await withProject { project in
            let plan = try await project.plan(save: "plan.json", "--undo-window", "5s")
            #expect(plan.totals.bytes > 200_000)
            let before = try await project.bytesOnDisk()
            try await project.tool(["cleanup", "apply", project.path("plan.json"), "--project", "chat"])
            // Not before.
            #expect(try await project.bytesOnDisk() == before)
            let applied = ContinuousClock.now
            var left = before
            while left > before - plan.totals.bytes, ContinuousClock.now < applied + .seconds(30) {
                try await Task.sleep(for: .milliseconds(200))
                left = try await project.bytesOnDisk()
            }
            let took = ContinuousClock.now - applied
            // The longer of undo window and grace is 5 s; the collector looks every 200 ms, and after the trash once more.
            #expect(took > .seconds(2) && took < .seconds(15), "it took \(took)")
            try await Task.sleep(for: .seconds(2))
            let rest = try await project.bytesOnDisk()
            if rest != before - plan.totals.bytes {
                for line in try await project.leftovers() { print("left over: \(project.named(line))") }
            }
            #expect(rest == before - plan.totals.bytes, "\(rest - before + plan.totals.bytes) bytes too many of \(plan.totals.bytes)")
            try await expectOutcome(of: plan, in: project)
        }
    }

    private func withProject(_ body: (CleanupProject) async throws -> Void) async throws {
        var options = LiveServer.Options()
        options.configuration = """
            log: {level: warning}
            cleanup: {undoWindow: 1h}
            gc: {grace: 1s, interval: 200ms}
            """
        try await ScratchFolder.with { scratch in
            let history = try await ProjectHistory.make(in: scratch)
            try await withLiveServer(options) { server in
                try await RegistryProbe.with(baseURL: server.baseURL) { probe in
                    var project = try await CleanupProject(history: history, server: server, probe: probe)
                    try await project.publish()
                    try await body(project)
                }
            }
        }
    }

    private static func line(_ decision: Decision) -> String {
        let object = decision.tag.map { "\(decision.repository):\($0)" } ?? "\(decision.repository)@\(decision.digest)"
        return "\(decision.action.rawValue) \(object) | \(decision.rule) | \(decision.reason)"
    }

    private static func difference(_ golden: [String], _ lines: [String]) -> String {
        let missing = Set(golden).subtracting(lines).sorted().map { "- \($0)" }
        let new = Set(lines).subtracting(golden).sorted().map { "+ \($0)" }
        return "\n" + (missing + new).joined(separator: "\n")
    }

    private func expectOutcome(of plan: CleanupPlan, in project: CleanupProject) async throws {
        let tool = try ContainerTool(in: project.history.scratch)
        for decision in plan.decisions {
            guard let tag = decision.tag else { continue }
            let answer = try await project.probe.manifest(tag, in: decision.repository)
            guard decision.action == .keep else {
                #expect(answer.status == 404, "\(decision)")
                continue
            }
            #expect(Digest(hashing: answer.body) == decision.digest, "\(decision)")
            // Every blob of it, with a real client.
            guard decision.kind == .image || decision.kind == .stage else { continue }
            let folder = project.path("pulled")
            try await tool.copy("docker://\(project.server.authority)/\(decision.repository):\(tag)", "dir:\(folder)", "--multi-arch", "all")
            try await Shell.succeed("rm", ["-rf", folder])
        }
    }

    private func expectEverything(of plan: CleanupPlan, in project: CleanupProject) async throws {
        let tool = try ContainerTool(in: project.history.scratch)
        for decision in plan.decisions where decision.action == .delete && decision.tag != nil {
            let folder = project.path("pulled")
            try await tool.copy(
                "docker://\(project.server.authority)/\(decision.repository):\(decision.tag ?? "")", "dir:\(folder)", "--multi-arch", "all")
            try await Shell.succeed("rm", ["-rf", folder])
        }
        // A stage that is back is found again.
        let stages = try await project.tool(["stage", "list", "--project", "chat", "--format", "json"])
        let listed = try JSONDecoder().decode(StageListing.self, from: Data(stages.text.utf8)).stages.map(\.stage.tag)
        let expected = plan.decisions.filter { $0.kind == .stage }.compactMap(\.tag)
        #expect(Set(listed) == Set(expected))
    }
}

extension CleanupProject {
    func path(_ name: String) -> String { history.scratch.path(name) }

    /// The limits are those that `ci-env` exports as werf does.
    static let limits = [
        "WERF_GIT_TAG_STRATEGY_LIMIT": "10", "WERF_GIT_TAG_STRATEGY_EXPIRY_DAYS": "30", "WERF_GIT_COMMIT_STRATEGY_LIMIT": "50",
        "WERF_GIT_COMMIT_STRATEGY_EXPIRY_DAYS": "30", "WERF_STAGES_SIGNATURE_STRATEGY_LIMIT": "-1",
        "WERF_STAGES_SIGNATURE_STRATEGY_EXPIRY_DAYS": "-1",
    ]

    func plan(save name: String, _ options: String...) async throws -> CleanupPlan {
        try history.scratch.write("# Releases that customers still have.\nv0.7\n", to: "keep-list")
        let digests = names.filter { $0.name == "<digest v0.5 arm64>" || $0.name == "<digest loose-running>" }.map(\.text)
        let running = ["registry.example.com/chat/node:v0.6"] + digests.map { "registry.example.com:5000/chat/node@\($0)" }
        try history.scratch.write(running.joined(separator: "\n") + "\n", to: "running")
        try await tool(
            [
                "cleanup", "plan", "--project", "chat", "--git", clone, "--in-use", path("running"), "--keep-list", path("keep-list"),
                "--git-branch-delete-gone", "--stages-keep-unneeded-for", "2h", "--untagged-keep-for", "14d", "--save", path(name),
            ] + options, environment: Self.limits)
        return try CleanupPlan(parsing: try history.scratch.read(name))
    }

    /// The id of the newest plan that was applied.
    func lastRecord() async throws -> String? {
        struct Records: Decodable { let plans: [CleanupRecord] }
        let answer = try await tool(["cleanup", "list", "--project", "chat", "--format", "json"])
        return try JSONDecoder().decode(Records.self, from: Data(answer.text.utf8)).plans.first?.id
    }

    /// Blobs that are still there, and who names them.
    func leftovers() async throws -> [String] {
        let query = """
            SELECT b.size, b.id, (SELECT due_at FROM blob_reviews WHERE blob_id = b.id), group_concat(m.digest || ' ' || coalesce(m.repository_id, 'none') || ' ' ||
              coalesce((SELECT t.name FROM tags t WHERE t.manifest_id = m.id), '') || ' ' || coalesce(m.subject, ''))
            FROM blobs b LEFT JOIN manifest_references r ON r.digest = b.digest LEFT JOIN manifests m ON m.id = r.manifest_id GROUP BY b.id
            """
        return try await Shell.succeed("sqlite3", ["\(server.dataFolder)/catalog.sqlite", query]).text.split(separator: "\n").map(String.init)
    }

    func bytesOnDisk() async throws -> Int64 {
        let sizes = try await Shell.succeed("find", ["\(server.dataFolder)/blobs", "-type", "f", "-printf", "%s\\n"])
        return sizes.text.split(separator: "\n").reduce(0) { $0 + (Int64($1) ?? 0) }
    }
}
