import OCIModel
import Retention
import StageModel
import StowageTestSupport
import Testing

/// What is gone from git, and how tags are classified by it.
@Suite struct GoneTests {
    private var git: GitSnapshot {
        get throws {
            var graph = GraphBuilder()
            try graph.commit("root")
            try graph.commit("main", parents: ["root"])
            try graph.commit("feature", parents: ["root"])
            try graph.branch("main", at: "main")
            try graph.branch("feature/cleanup-logs", at: "feature")
            try graph.tag("v1.0", at: "root")
            try graph.tag("release/2.0", at: "main")
            return try graph.snapshot()
        }
    }

    @Test func `Deletes images of tags that are gone`() throws {
        var project = TestProject()
        project.git = try git
        try project.image("v1.0", strategy: .gitTag)
        try project.image("v0.9", strategy: .gitTag)
        try project.image(try Slug.dockerTag("release/2.0").value, strategy: .gitTag)
        try project.image("named", strategy: .gitTag, reference: "release/2.0")
        let plan = try project.plan { $0.gitTag.limit = 100 }
        #expect(plan.deleted == ["v0.9"])
        #expect(plan.line("chat/node:v0.9") == "delete git-tag-gone: git tag v0.9 is gone")
        #expect(try project.plan { $0.gitTag = StrategyPolicy(limit: 100, deleteGone: false) }.deleted.isEmpty)
        #expect(try project.plan { $0.gitTag.deleteGone = true }.deleted == ["v0.9"])
    }

    @Test func `Deletes images of branches that are gone only where that is said`() throws {
        var project = TestProject()
        project.git = try git
        let kept = try Slug.dockerTag("feature/cleanup-logs").value
        try project.image(kept, strategy: .gitBranch)
        try project.image("main", strategy: .gitBranch)
        try project.image("feature-x-1a2b", strategy: .gitBranch, reference: "feature/x")
        #expect(try project.plan { $0.gitTag.limit = 1 }.deleted.isEmpty)
        let plan = try project.plan { $0.gitBranch.deleteGone = true }
        #expect(plan.deleted == ["feature-x-1a2b"])
        #expect(plan.line("chat/node:feature-x-1a2b") == "delete git-branch-gone: branch feature/x is gone")
    }

    @Test func `Deletes images of commits that no reference reaches`() throws {
        var project = TestProject()
        project.git = try git
        var other = GraphBuilder()
        let kept = try other.commit("root").value
        let lost = try other.commit("rebased away").value
        try project.image(kept, strategy: nil)
        try project.image(lost, strategy: nil)
        // What is no whole commit may be any.
        try project.image("1a2b3c4", strategy: .gitCommit)
        let plan = try project.plan { $0.gitCommit.limit = 50 }
        #expect(plan.deleted == [lost])
        #expect(plan.line("chat/node:\(lost)") == "delete git-commit-gone: commit \(lost) is in no branch or tag")
    }

    @Test func `Says that it can't know without git`() throws {
        var project = TestProject()
        try project.image("v0.9", strategy: .gitTag)
        let plan = try project.plan { $0.gitTag.limit = 1 }
        #expect(plan.deleted.isEmpty)
        #expect(plan.notes.contains { $0.contains("tags are gone was not looked at") })
    }

    @Test func `Classifies by record, label, pattern and then by git`() throws {
        var project = TestProject()
        project.git = try git
        let hex = String(repeating: "ab", count: 20)
        try project.image("v1.0")
        try project.image("main")
        try project.image(try Slug.dockerTag("feature/cleanup-logs").value)
        try project.image(hex)
        try project.image(String(repeating: "cd", count: 32), in: "chat/other")
        try project.image("v1.0", in: "chat/custom", strategy: .custom)
        try project.image("other")
        let plan = try project.plan()
        #expect(plan["chat/node:v1.0"]?.strategy == .gitTag)
        #expect(plan["chat/node:main"]?.strategy == .gitBranch)
        #expect(plan["chat/node:\(try Slug.dockerTag("feature/cleanup-logs").value)"]?.strategy == .gitBranch)
        #expect(plan["chat/node:\(hex)"]?.strategy == .gitCommit)
        #expect(plan["chat/custom:v1.0"]?.strategy == .custom)
        #expect(plan["chat/node:other"]?.strategy == .custom)
        let patterns = try project.plan {
            $0.classification = [ClassificationPattern(tags: "v.*", strategy: .custom), ClassificationPattern(tags: "oth.r", strategy: .gitTag)]
        }
        #expect(patterns["chat/node:v1.0"]?.strategy == .custom)
        #expect(patterns["chat/node:other"]?.strategy == .gitTag)
        #expect(patterns["chat/node:\(hex)"]?.strategy == .custom)
    }

    @Test func `Sees through the image's name before a tag`() throws {
        var project = TestProject()
        project.git = try git
        try project.image("node-v1.0", in: "chat", name: "node")
        try project.image("node-v0.9", in: "chat", name: "node", strategy: .gitTag)
        try project.image("redis-v1.0", in: "chat", name: "redis", strategy: .gitTag)
        try project.image("node-v1.0", in: "chat/x", name: "redis")
        let plan = try project.plan { $0.gitTag.deleteGone = true }
        #expect(plan.deleted == ["node-v0.9"])
        #expect(plan["chat:node-v1.0"]?.strategy == .gitTag)
        #expect(plan["chat/x:node-v1.0"]?.strategy == .custom)
    }
}
