import Retention
import StageModel
import Testing

/// Rule 1: what is kept for good.
@Suite struct ProtectionTests {
    private static func all(_ layer: inout PolicyLayer) {
        layer.gitTag = StrategyPolicy(limit: 0, expiryDays: 0)
        layer.stagesKeepUnneededFor = 0
        layer.untaggedKeepFor = 0
    }

    @Test func `Keeps what the keep list names`() throws {
        var project = TestProject()
        for tag in ["a", "b", "c", "d"] { try project.image(tag, strategy: .gitTag) }
        try project.image("a", in: "chat/web", strategy: .gitTag)
        let digest = TestProject.digest("chat/node:c")
        let plan = try project.plan {
            Self.all(&$0)
            $0.keepList = ["registry.example.com:5000/chat/node:a", "chat/node:b", "chat/node@\(digest)", "chat/none:d", "a:b"]
        }
        #expect(plan.deleted == ["d", "a"])
        #expect(plan.line("chat/node:c") == "keep keep-list: in the keep list: chat/node@\(digest)")
        #expect(
            try project.plan {
                Self.all(&$0); $0.keepList = ["a"]
            }.deleted == ["b", "c", "d"])
    }

    @Test func `Keeps what a keep pattern matches as a whole`() throws {
        var project = TestProject()
        for tag in ["release-1", "release-1-rc", "x-release-1"] { try project.image(tag, strategy: .gitTag) }
        let plan = try project.plan {
            Self.all(&$0)
            $0.keepPatterns = ["release-\\d+"]
        }
        #expect(plan.deleted == ["release-1-rc", "x-release-1"])
        #expect(plan.line("chat/node:release-1") == "keep keep-pattern: matches the keep pattern release-\\d+")
    }

    @Test func `Keeps what runs, by tag and by digest`() throws {
        var project = TestProject()
        for tag in ["a", "b", "c", "d"] { try project.image(tag, strategy: .gitTag) }
        // A digest is in use wherever it is.
        try project.image("copy", in: "chat/web", strategy: .gitTag, manifest: "chat/node:b")
        try project.manifest("lost", in: "chat/node", untagged: .days(100))
        try project.use("chat/node", tag: "a", by: "deployment chat/node")
        try project.use("chat/node", tag: "a", by: "cron job chat/report")
        try project.use("elsewhere/node", digest: "chat/node:b", by: "pod chat/node-1")
        try project.use("chat/node", tag: "moved", digest: "lost", by: "job chat/once")
        try project.use("chat/web", tag: "c", by: "pod x")
        let plan = try project.plan(Self.all)
        #expect(plan.deleted == ["c", "d"])
        #expect(plan.line("chat/node:a") == "keep in-use: used by cron job chat/report and 1 more")
        #expect(plan.line("chat/node:b") == "keep in-use: by digest used by pod chat/node-1")
        #expect(plan["chat/web:copy"]?.rule == "in-use")
        #expect(plan["lost"]?.rule == "in-use")
    }

    @Test func `A digest without a name is in use in every repository, also where it is a config's`() throws {
        var project = TestProject()
        for tag in ["a", "b", "c"] { try project.image(tag, strategy: .gitTag) }
        try project.image("copy", in: "chat/web", strategy: .gitTag, manifest: "chat/node:a")
        try project.use(nil, digest: "chat/node:a", by: "pod chat/a")
        try project.use(nil, digest: "config of chat/node:b", by: "pod chat/b")
        let plan = try project.plan(Self.all)
        #expect(plan.deleted == ["c"])
        #expect(plan.line("chat/web:copy") == "keep in-use: by digest used by pod chat/a")
        #expect(plan.line("chat/node:b") == "keep in-use: by digest used by pod chat/b")
    }

    @Test func `Keeps an index of which one platform runs, and the platforms of one that runs`() throws {
        var project = TestProject()
        for index in ["one", "two", "three"] {
            try project.manifest("\(index) amd64", in: "chat/node", untagged: .days(100))
            try project.manifest("\(index) arm64", in: "chat/node", untagged: .days(100))
            try project.manifest(index, in: "chat/node", members: ["\(index) amd64", "\(index) arm64"])
            try project.image(index, strategy: .gitTag, manifest: index)
        }
        try project.image("two-arm64", strategy: .gitTag, manifest: "two arm64")
        try project.use("chat/node", digest: "one amd64", by: "pod chat/a")
        try project.use("chat/node", tag: "two", by: "pod chat/b")
        let plan = try project.plan(Self.all)
        #expect(plan.line("chat/node:one") == "keep in-use: its platform \(TestProject.digest("one amd64")) is used by pod chat/a")
        #expect(plan["one amd64"]?.action == .keep)
        #expect(plan["one arm64"]?.action == .keep)
        #expect(plan.line("two amd64") == "keep index-member: listed by image chat/node:two")
        // A tag of a platform goes with its index, not by itself.
        #expect(plan.line("chat/node:two-arm64") == "keep index-member: listed by image chat/node:two")
        #expect(plan["chat/node:three"]?.action == .delete)
        #expect(plan.line("three amd64") == "delete index-member: goes with image chat/node:three")
        #expect(plan.items.map(\.tag) == ["three"])
        try plan.expectSound()
    }

    @Test func `What was to be kept or is in use, and names nothing of the project, is noted`() throws {
        var project = TestProject()
        try project.image("v1", strategy: .gitTag)
        try project.use("chat/node", tag: "v1", by: "line 1 of running", isListed: true)
        // Two readings of one line, of which one is right; and of one, of which none is.
        for repository in ["r.test/chat/node", "chat/node"] { try project.use(repository, tag: "v1", by: "line 2 of running", isListed: true) }
        for repository in ["chat/nod", "r.test/chat/nod"] { try project.use(repository, tag: "v1", by: "line 3 of running", isListed: true) }
        try project.use("kube/dns", tag: "1", by: "pod kube/dns")
        let plan = try project.plan {
            Self.all(&$0)
            $0.keepList = ["v1", "v1.O", "chat/nod:v1", "chat/node@\(TestProject.digest("none"))"]
            $0.keepPatterns = ["v.*", "stable-.*"]
        }
        #expect(
            plan.notes.prefix(5) == [
                "'v1.O' in the keep list names nothing of this project, so it keeps nothing",
                "'chat/nod:v1' in the keep list names nothing of this project, so it keeps nothing",
                "'chat/node@\(TestProject.digest("none"))' in the keep list names nothing of this project, so it keeps nothing",
                "the keep pattern 'stable-.*' matches no tag of this project, so it keeps nothing",
                "line 3 of running: 'chat/nod:v1' names nothing of this project, so it keeps nothing",
            ])
        #expect(!plan.notes.contains { $0.hasPrefix("nothing of what") })
        #expect(String(decoding: plan.json(), as: UTF8.self).contains("stable-.*"))
    }

    @Test func `That nothing of what is in use is of the project is noted, as where another cluster was asked`() throws {
        var project = TestProject()
        try project.image("v1", strategy: .gitTag)
        for number in 0..<30 { try project.use("other/node", tag: "\(number)", by: "line \(number)", isListed: true) }
        let notes = try project.plan(Self.all).notes
        #expect(notes.contains("and 10 more of these"))
        #expect(notes.contains("nothing of what was named as in use is of this project; was the right cluster asked?"))
    }

    @Test func `Keeps what was built or used lately`() throws {
        var project = TestProject()
        try project.image("built", strategy: .gitTag, age: .hours(1))
        try project.image("exact", strategy: .gitTag, age: .hours(2))
        try project.image("older", strategy: .gitTag, age: .hours(2) + .milliseconds(1))
        try project.image("used", strategy: .gitTag, used: .hours(23))
        try project.image("unused", strategy: .gitTag, used: .hours(25))
        try project.manifest("pulled", in: "chat/node", used: .hours(3))
        try project.image("by-digest", strategy: .gitTag, manifest: "pulled")
        let plan = try project.plan(Self.all)
        #expect(plan.deleted == ["older", "unused"])
        #expect(plan.line("chat/node:built") == "keep built-within: built 1 h ago; kept for 2 h")
        #expect(plan.line("chat/node:used") == "keep used-within: used 23 h ago; kept for 1 d")
        #expect(plan["chat/node:by-digest"]?.rule == "used-within")
        let off = try project.plan {
            Self.all(&$0)
            $0.keepBuiltWithin = 0
            $0.keepUsedWithin = 0
        }
        #expect(off.deleted.count == 6)
    }

    @Test func `Counts the use of a platform for its index`() throws {
        var project = TestProject()
        try project.manifest("amd64", in: "chat/node", untagged: .days(100), used: .hours(1))
        try project.manifest("index", in: "chat/node", members: ["amd64"])
        try project.image("v1", strategy: .gitTag, manifest: "index")
        #expect(try project.plan(Self.all).line("chat/node:v1") == "keep used-within: used 1 h ago; kept for 1 d")
    }

    @Test func `Never deletes what was published after the watermark`() throws {
        var project = TestProject()
        try project.image("before", strategy: .gitTag, generation: TestProject.watermark)
        try project.image("after", strategy: .gitTag, generation: TestProject.watermark + 1)
        try project.stage("s", generation: TestProject.watermark + 1)
        try project.manifest("lost", in: "chat/node", untagged: .days(100), generation: TestProject.watermark + 1)
        let plan = try project.plan(Self.all)
        #expect(plan.deleted == ["before"])
        #expect(plan.line("chat/node:after") == "keep published: published after the watermark")
        // A repository that the watermark doesn't know is newer than it.
        var input = try project.input(try CleanupPolicies([PolicyLayer()]))
        input.inventory = Inventory(watermark: Watermark(catalog: "c", project: "chat", takenAt: 0, repositories: []))
        for page in project.pages() { try input.inventory.add(page) }
        var layer = PolicyLayer()
        Self.all(&layer)
        input.policies = try CleanupPolicies([layer])
        #expect(try CleanupPlan(input).deleted.isEmpty)
    }

    @Test func `Decides nothing where cleanup is disabled`() throws {
        var project = TestProject()
        try project.image("old", strategy: .gitTag)
        let plan = try project.plan {
            Self.all(&$0)
            $0.disablesCleanup = true
        }
        #expect(plan.deleted.isEmpty)
        #expect(plan.line("chat/node:old") == "keep none: cleanup is disabled")
        #expect(plan.notes.count == 1)
    }
}
