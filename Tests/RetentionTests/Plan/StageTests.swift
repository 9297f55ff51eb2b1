import ContentHashing
import Retention
import StageModel
import Testing

/// Rule 4, and what images need.
@Suite struct StageTests {
    private static func unneeded(_ layer: inout PolicyLayer) {
        layer.stagesKeepUnneededFor = 7200
        layer.gitTag.limit = 1
    }

    private static func name(_ stage: String, _ id: Int64 = 0) -> String { "chat/stages:\(TestProject.stageTag(stage, id))" }

    @Test func `Keeps a chain of stages for an image, and deletes others`() throws {
        var project = TestProject()
        try project.stage("from", 1)
        try project.stage("install", 2, parent: TestProject.signature("from"))
        try project.stage("setup", 3, parent: TestProject.stageTag("install", 2))
        try project.stage("other", 4, parent: TestProject.signature("from"))
        try project.image("v1", strategy: .gitTag, signature: TestProject.signature("setup"))
        let plan = try project.plan(Self.unneeded)
        #expect(plan.deleted == [TestProject.stageTag("other", 4)])
        #expect(plan.line(Self.name("setup", 3)) == "keep ancestor: needed by image chat/node:v1")
        #expect(plan.line(Self.name("install", 2)) == "keep ancestor: ancestor of stage \(Self.name("setup", 3))")
        #expect(plan.line(Self.name("other", 4)) == "delete stages-unneeded: nothing that is kept needs it; last used 100 d ago; kept for 2 h")
        try plan.expectSound()
    }

    @Test func `Leaves stages alone where the rule is off`() throws {
        var project = TestProject()
        try project.stage("lost", 1)
        try project.image("v1", strategy: .gitTag)
        let plan = try project.plan { $0.gitTag.limit = 0 }
        #expect(plan.deleted == ["v1"])
        #expect(plan.line(Self.name("lost", 1)) == "keep none: no rule governs stages")
    }

    @Test func `Deletes the stages of images that go, from the top down`() throws {
        var project = TestProject()
        try project.stage("from", 1)
        try project.stage("install", 2, parent: TestProject.signature("from"))
        try project.stage("setup", 3, parent: TestProject.signature("install"))
        try project.image("v1", strategy: .gitTag, signature: TestProject.signature("setup"), age: .days(50))
        try project.image("v2", strategy: .gitTag, age: .days(40))
        try project.record("\(TestProject.stageTag("setup", 3))-rejected")
        let plan = try project.plan(Self.unneeded)
        #expect(
            plan.items.map(\.tag) == [
                "v1", TestProject.stageTag("setup", 3), TestProject.stageTag("install", 2), TestProject.stageTag("from", 1),
                "\(TestProject.stageTag("setup", 3))-rejected",
            ])
        #expect(plan.items.map(\.needs) == [[1], [2, 4], [3], [], []])
        try plan.expectSound()
    }

    @Test func `Keeps unneeded stages as long as they are used`() throws {
        var project = TestProject()
        try project.stage("base", 1)
        try project.stage("recent", 2, parent: TestProject.signature("base"), used: .hours(30))
        try project.stage("idle", 3, used: .hours(50))
        let plan = try project.plan { $0.stagesKeepUnneededFor = 40 * 3600 }
        #expect(plan.deleted == [TestProject.stageTag("idle", 3)])
        #expect(plan.line(Self.name("recent", 2)) == "keep stages-unneeded: nothing that is kept needs it; last used 1 d 6 h ago; kept for 1 d 16 h")
        #expect(plan.line(Self.name("base", 1)) == "keep ancestor: ancestor of stage \(Self.name("recent", 2))")
    }

    @Test func `Keeps a stage that is younger than 2 hours, as werf does`() throws {
        var project = TestProject()
        try project.stage("young", 1, age: .hours(1))
        try project.stage("old", 2, age: .hours(3))
        let plan = try project.plan {
            $0.stagesKeepUnneededFor = 0
            $0.keepUsedWithin = 0
        }
        #expect(plan.deleted == [TestProject.stageTag("old", 2)])
        #expect(plan.line(Self.name("young", 1)) == "keep built-within: built 1 h ago; kept for 2 h")
    }

    @Test func `Keeps what an image of the same manifest is`() throws {
        var project = TestProject()
        try project.stage("s", 1, manifest: "both")
        try project.image("latest", in: "chat", name: nil, strategy: .custom, manifest: "both")
        let plan = try project.plan(Self.unneeded)
        #expect(plan.line(Self.name("s", 1)) == "keep ancestor: needed by image chat:latest")
    }

    @Test func `Keeps import sources by the labels of the last stage`() throws {
        var project = TestProject()
        try project.manifest("artifact", in: "chat/stages", config: "docker image id")
        try project.stage("artifact", 1, manifest: "artifact")
        try project.stage("source", 2)
        try project.stage("digest", 3)
        try project.stage("leaf", 4)
        try project.image(
            "v1", strategy: .gitTag, signature: TestProject.signature("leaf"),
            imports: [
                TestProject.digest("docker image id").description, TestProject.stageTag("source", 2),
                TestProject.digest("stage digest 3").description,
            ])
        let plan = try project.plan(Self.unneeded)
        #expect(plan.deleted.isEmpty)
        #expect(plan.line(Self.name("artifact", 1)) == "keep ancestor: needed by image chat/node:v1")
        #expect(plan["chat/stages:\(TestProject.stageTag("source", 2))"]?.rule == "ancestor")
        #expect(plan["chat/stages:\(TestProject.stageTag("digest", 3))"]?.rule == "ancestor")
    }

    @Test func `Keeps of two diverged branches' stages of one signature the one that the image is made of`() throws {
        var project = TestProject()
        try project.manifest("on main", in: "chat/stages", layers: ["base", "main"])
        try project.manifest("on branch", in: "chat/stages", layers: ["base", "branch"])
        try project.stage("setup", 1, manifest: "on main")
        try project.stage("setup", 2, manifest: "on branch")
        try project.manifest("image", in: "chat/node", layers: ["base", "branch", "top"])
        try project.image("v1", strategy: .gitTag, signature: TestProject.signature("setup"), manifest: "image")
        let plan = try project.plan(Self.unneeded)
        #expect(plan.deleted == [TestProject.stageTag("setup", 1)])
        // Where the layers don't say it, both may be.
        try project.image("v2", strategy: .gitTag, signature: TestProject.signature("setup"), age: .days(1), used: .hours(1))
        #expect(try project.plan(Self.unneeded).deleted.isEmpty)
    }

    @Test func `Finds the stage below by the layers where nobody says it`() throws {
        var project = TestProject()
        try project.manifest("m1", in: "chat/stages", layers: ["a"])
        try project.manifest("m2", in: "chat/stages", layers: ["a", "b"])
        try project.manifest("m3", in: "chat/stages", layers: ["a", "c"])
        try project.manifest("m4", in: "chat/stages", layers: ["b"])
        for (number, name) in ["one", "two", "three", "four"].enumerated() { try project.stage(name, Int64(number + 1), manifest: "m\(number + 1)") }
        try project.manifest("image", in: "chat/node", layers: ["a", "b"], config: "config with labels")
        try project.image("v1", strategy: .gitTag, manifest: "image")
        let plan = try project.plan(Self.unneeded)
        #expect(Set(plan.deleted) == [TestProject.stageTag("three", 3), TestProject.stageTag("four", 4)])
        #expect(plan.line(Self.name("one", 1)) == "keep ancestor: ancestor of stage \(Self.name("two", 2))")
    }

    @Test func `Keeps the stages of a nameless image whose repository is the parent of theirs`() throws {
        var project = TestProject()
        try project.stage("s", 1)
        try project.stage("t", 2)
        try project.image("1", in: "chat", name: nil, strategy: .gitTag, signature: TestProject.signature("s"), age: .days(9))
        try project.image("2", in: "chat", name: nil, strategy: .gitTag, signature: TestProject.signature("t"), age: .days(8))
        let plan = try project.plan(Self.unneeded)
        #expect(plan.deleted == ["1", TestProject.stageTag("s", 1)])
        #expect(plan.line("chat:1") == "delete git-tag-limit: 2nd newest of git-tag in chat; limit 1")
    }

    @Test func `Deletes rejected stages, which nothing needs, with their mark`() throws {
        var project = TestProject()
        try project.stage("s", 1, isRejected: true)
        try project.record("\(TestProject.stageTag("s", 1))-rejected")
        try project.stage("s", 2)
        try project.image("v1", strategy: .gitTag, signature: TestProject.signature("s"))
        let plan = try project.plan(Self.unneeded)
        #expect(Set(plan.deleted) == [TestProject.stageTag("s", 1), "\(TestProject.stageTag("s", 1))-rejected"])
        #expect(plan.line("\(Self.name("s", 1))-rejected") == "delete service: goes with stage \(Self.name("s", 1))")
    }

    @Test func `Isn't stopped by stages that need each other in a circle`() throws {
        var project = TestProject()
        try project.stage("a", 1, parent: TestProject.signature("b"))
        try project.stage("b", 2, parent: TestProject.signature("a"))
        try project.stage("c", 3, parent: TestProject.signature("c"))
        let plan = try project.plan(Self.unneeded)
        #expect(plan.deleted.count == 3)
        try plan.expectSound()
        let budget = try project.plan { $0.budget = 0 }
        #expect(budget.deleted.count == 3)
        try budget.expectSound()
    }
}
