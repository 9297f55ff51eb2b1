import ContentHashing
import OCIModel
import Retention
import StageModel
import StowageTestSupport
import Testing

/// What goes with something else, and what has no tag.
@Suite struct BelongingTests {
    private static func cosign(_ manifest: String, _ kind: String = ".sig") -> String { "sha256-\(TestProject.digest(manifest).hex)\(kind)" }

    @Test func `Lets referrers live as long as their subject`() throws {
        var project = TestProject()
        for tag in ["old", "new"] {
            try project.image(tag, strategy: .gitTag, age: .days(tag == "old" ? 20 : 10))
            for kind in [".sig", ".att", ".sbom", ""] { try project.image(Self.cosign("chat/node:\(tag)", kind), name: nil, age: .hours(1)) }
            try project.manifest("inputs of \(tag)", in: "chat/node", subject: "chat/node:\(tag)", untagged: .days(50))
            try project.manifest("about inputs of \(tag)", in: "chat/node", subject: "inputs of \(tag)", untagged: .days(50))
            try project.manifest("tagged \(tag)", in: "chat/node", subject: "chat/node:\(tag)")
            try project.image("report-\(tag)", name: nil, manifest: "tagged \(tag)")
        }
        try project.image(Self.cosign("not here"), name: nil)
        let plan = try project.plan { $0.gitTag.limit = 1 }
        let going = [".sig", ".att", ".sbom", ""].map { Self.cosign("chat/node:old", $0) } + ["report-old"]
        #expect(Set(plan.items.compactMap(\.tag)) == Set(["old"] + going))
        #expect(plan.items.first?.needs == [1, 2, 3, 4, 5])
        #expect(plan.items.dropFirst().allSatisfy { $0.kind == .referrer })
        #expect(plan.line("inputs of old") == "delete referrer: goes with its subject, image chat/node:old")
        #expect(plan["about inputs of old"]?.action == .delete)
        #expect(plan.line("chat/node:\(Self.cosign("chat/node:new"))") == "keep referrer: refers to image chat/node:new")
        #expect(plan["about inputs of new"]?.action == .keep)
        // Nobody knows where its subject is.
        #expect(plan["chat/node:\(Self.cosign("not here"))"]?.action == .keep)
        try plan.expectSound()
    }

    @Test func `Keeps the subject of a referrer that is kept for good`() throws {
        var project = TestProject()
        for tag in ["a", "b", "c", "d"] { try project.image(tag, strategy: .gitTag) }
        try project.image(Self.cosign("chat/node:a"), name: nil)
        try project.manifest("of b", in: "chat/node", subject: "chat/node:b", untagged: .days(5))
        try project.image(Self.cosign("chat/node:c"), name: nil, generation: TestProject.watermark + 1)
        try project.use("chat/node", digest: "of b", by: "pod x")
        let plan = try project.plan {
            $0.gitTag.limit = 0
            $0.keepList = [Self.cosign("chat/node:a")]
        }
        #expect(plan.deleted == ["d"])
    }

    @Test func `Finds subjects in another repository of the project`() throws {
        var project = TestProject()
        try project.image("v1", strategy: .gitTag)
        try project.image(Self.cosign("chat/node:v1"), in: "chat/signatures", name: nil)
        #expect(try project.plan { $0.gitTag.limit = 0 }.items.count == 2)
        #expect(try project.plan { $0.gitTag.limit = 1 }.items.isEmpty)
    }

    @Test func `Deletes manifests that were long without a tag`() throws {
        var project = TestProject()
        try project.image("v1", strategy: .gitTag)
        try project.manifest("old", in: "chat/node", untagged: .days(15))
        try project.manifest("new", in: "chat/node", untagged: .days(13))
        try project.manifest("used", in: "chat/node", untagged: .days(15), used: .hours(1))
        try project.manifest("just now", in: "chat/node")
        try project.manifest("orphan", in: "chat/node", subject: "not here", untagged: .days(15))
        try project.manifest("member", in: "chat/node", untagged: .days(99))
        try project.manifest("index", in: "chat/node", members: ["member"], untagged: .days(2))
        #expect(try project.plan().deleted.isEmpty)
        let plan = try project.plan { $0.gitTag.limit = 10 }
        #expect(Set(plan.items.map(\.digest)) == [TestProject.digest("old").description, TestProject.digest("orphan").description])
        #expect(plan.line("old") == "delete untagged: without a tag for 15 d; kept for 14 d")
        #expect(plan.line("new") == "keep untagged: without a tag for 13 d; kept for 14 d")
        #expect(plan["member"]?.rule == "index-member")
        let off = try project.plan {
            $0.gitTag.limit = 10
            $0.untaggedKeepFor = -1
        }
        #expect(off.items.isEmpty)
        #expect(try project.plan { $0.untaggedKeepFor = 0 }.items.count == 4)
        try plan.expectSound()
    }

    @Test func `Leaves the trash alone`() throws {
        var project = TestProject()
        try project.image("v1", strategy: .gitTag)
        try project.manifest("member", in: "chat/node", layers: ["shared"], untagged: .days(99))
        try project.manifest("trashed", in: "chat/node", members: ["member"], untagged: .days(99), isInTrash: true)
        try project.manifest("inputs", in: "chat/node", subject: "trashed", untagged: .days(99))
        try project.image(Self.cosign("trashed"), name: nil)
        let plan = try project.plan {
            $0.gitTag.limit = 0
            $0.untaggedKeepFor = 0
        }
        #expect(plan.items.map(\.tag) == ["v1"])
        #expect(plan["trashed"] == nil)
        #expect(plan["member"] == nil)
        #expect(plan["inputs"] == nil)
        #expect(plan.totals.bytes == 1010)
    }

    @Test func `Lets werf's records go with what they describe`() throws {
        var project = TestProject()
        var graph = GraphBuilder()
        let commit = try graph.commit("c")
        try graph.branch("main", at: "c")
        project.git = try graph.snapshot()
        for name in ["old", "new"] {
            let tag = TestProject.stageTag(name, 1)
            try project.stage(name, 1, used: name == "old" ? .days(50) : .days(2))
            try project.record("meta-abc_\(commit)_\(tag)")
            try project.record("import-metadata-\(name)", labels: ["source-stage-id": tag])
            try project.image("custom-\(name)", in: "chat/stages", name: nil, manifest: "stage \(name) 1")
            try project.record("custom-tag-meta-\(name)", labels: ["stage-id": tag, "tag": "custom-\(name)"])
        }
        for tag in ["managed-image-node", "client-id-abc-1", "sync-server", "cleanup"] { try project.record(tag) }
        try project.record("meta-abc_\(commit)_\(TestProject.stageTag("gone", 1))")
        try project.record("custom-tag-meta-gone", labels: ["tag": "gone"])
        try project.record("custom-tag-meta-unknown")
        #expect(try project.plan().items.isEmpty)
        let plan = try project.plan {
            $0.stagesKeepUnneededFor = 86_400 * 10
            $0.custom = [CustomPolicy(tags: "custom-old", limit: 0)]
        }
        let old = TestProject.stageTag("old", 1)
        #expect(
            Set(plan.deleted) == [
                old, "meta-abc_\(commit)_\(old)", "import-metadata-old", "custom-old", "custom-tag-meta-old",
                "meta-abc_\(commit)_\(TestProject.stageTag("gone", 1))", "custom-tag-meta-gone",
            ])
        #expect(plan.line("chat/stages:managed-image-node") == "keep service: a record of werf's")
        #expect(plan.line("chat/stages:custom-tag-meta-gone") == "delete service: what it describes is not here")
        try plan.expectSound()
    }

    @Test func `Takes a new record of a stage for a use of it`() throws {
        var project = TestProject()
        var graph = GraphBuilder()
        let commit = try graph.commit("c")
        try project.stage("used", 1)
        try project.stage("found", 2)
        try project.record("meta-abc_\(commit)_\(TestProject.stageTag("used", 1))", age: .hours(5))
        // Of a commit that the snapshot may not have.
        try project.record("meta-abc_\(commit)_\(TestProject.stageTag("found", 2))", generation: TestProject.watermark + 1)
        let plan = try project.plan { $0.stagesKeepUnneededFor = 0 }
        #expect(plan.deleted.isEmpty)
    }
}
