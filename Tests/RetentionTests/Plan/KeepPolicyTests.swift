import OCIModel
import Retention
import StageModel
import StowageTestSupport
import Testing

/// Rule 2: werf's keep policies. Commits are days old, by their names: `d5` is five days old.
@Suite struct KeepPolicyTests {
    private var graph = GraphBuilder()

    /// `d<age>` on the first branch, with a parent; times in seconds before now.
    private mutating func commit(_ name: String, _ parents: [String] = [], daysAgo: Double) throws {
        try graph.commit(name, parents: parents, at: TestProject.now.millisecondsSince1970 / 1000 - Int64(daysAgo * 86_400))
    }

    /// main: m9 ← m8 … ← m1, so many days old; a stage-less image on each.
    private mutating func line(_ prefix: String, from: Int, parent: String? = nil) throws {
        for age in stride(from: from, through: 1, by: -1) {
            try commit("\(prefix)\(age)", age == from ? [parent].compactMap { $0 } : ["\(prefix)\(age + 1)"], daysAgo: Double(age))
        }
    }

    private func project(images: [String]) throws -> TestProject {
        var project = TestProject()
        project.git = try graph.snapshot()
        for name in images { try project.image("i-\(name)", commits: [try graph[name]]) }
        return project
    }

    private static func branch(_ pattern: String, references: KeepPolicy.Limit? = nil, images: KeepPolicy.Limit = .init()) -> KeepPolicy {
        KeepPolicy(kind: .branch, pattern: pattern, references: references, imagesPerReference: images)
    }

    private static func tag(_ pattern: String, references: KeepPolicy.Limit? = nil, images: KeepPolicy.Limit = .init()) -> KeepPolicy {
        KeepPolicy(kind: .tag, pattern: pattern, references: references, imagesPerReference: images)
    }

    private static func kept(_ plan: CleanupPlan) -> [String] {
        plan.decisions.filter { $0.action == .keep }.compactMap(\.tag).map { String($0.dropFirst(2)) }
    }

    private static let all = KeepPolicy.Limit(last: -1)

    @Test mutating func `Keeps what is reached and deletes what isn't`() throws {
        try line("m", from: 9)
        try commit("lost", daysAgo: 3)
        try graph.branch("main", at: "m1")
        try graph.branch("other", at: "lost")
        let project = try project(images: ["m9", "m5", "m2", "lost"])
        let plan = try project.plan { $0.keepPolicies = [Self.branch("main", images: .init(last: 2))] }
        #expect(Self.kept(plan) == ["m2", "m5"])
        #expect(plan.line("chat/node:i-m2") == "keep keep-policies: reached from branch main, newest of 2")
        #expect(plan.line("chat/node:i-m5") == "keep keep-policies: reached from branch main, 2nd newest of 2")
        #expect(plan.line("chat/node:i-m9") == "delete keep-policies: reached from branch main, beyond the images that it keeps")
        #expect(plan.line("chat/node:i-lost") == "delete keep-policies: reached from none of the references that keepPolicies name")
        try plan.expectSound()
    }

    @Test mutating func `Keeps one image of a reference where nothing else is said`() throws {
        try line("m", from: 9)
        try graph.branch("main", at: "m1")
        let project = try project(images: ["m9", "m5", "m2"])
        #expect(Self.kept(try project.plan { $0.keepPolicies = [Self.branch("main")] }) == ["m2"])
        #expect(Self.kept(try project.plan { $0.keepPolicies = [Self.branch("main", images: .init(last: 0))] }) == [])
        #expect(Self.kept(try project.plan { $0.keepPolicies = [Self.branch("main", images: Self.all)] }) == ["m2", "m5", "m9"])
    }

    @Test mutating func `Looks at a tag's own commit only`() throws {
        try line("m", from: 9)
        try graph.branch("main", at: "m1")
        try graph.tag("v1", at: "m5")
        try graph.tag("v2", at: "m2")
        let project = try project(images: ["m6", "m5", "m1"])
        let plan = try project.plan { $0.keepPolicies = [Self.tag("/.*/", images: .init(last: 10))] }
        // m6 is an ancestor of both tags, and m1 of none.
        #expect(Self.kept(plan) == ["m5"])
        #expect(plan.line("chat/node:i-m5") == "keep keep-policies: reached from tag v1, newest of 10")
    }

    @Test mutating func `Counts several stages on one commit once`() throws {
        try line("m", from: 9)
        try graph.branch("main", at: "m1")
        var project = try project(images: ["m5", "m1"])
        try project.image("j-m5", commits: [try graph["m5"]])
        try project.image("i-m2", commits: [try graph["m2"]])
        try project.image("j-m2", commits: [try graph["m2"]])
        let plan = try project.plan { $0.keepPolicies = [Self.branch("main", images: .init(last: 2))] }
        #expect(Self.kept(plan).sorted() == ["m1", "m2", "m2"])
    }

    @Test mutating func `Takes the images of the last policy that keeps a reference`() throws {
        try line("m", from: 9)
        try graph.branch("main", at: "m1")
        let project = try project(images: ["m9", "m5", "m2"])
        let many = Self.branch("main", images: Self.all)
        let one = Self.branch("/m.*/")
        #expect(Self.kept(try project.plan { $0.keepPolicies = [many, one] }) == ["m2"])
        #expect(Self.kept(try project.plan { $0.keepPolicies = [one, many] }) == ["m2", "m5", "m9"])
        // The last one that matches it, but keeps it not.
        let none = Self.branch("main", references: .init(last: 0))
        #expect(Self.kept(try project.plan { $0.keepPolicies = [many, none] }) == ["m2", "m5", "m9"])
    }

    @Test mutating func `Means one image within the time by a time alone`() throws {
        try line("m", from: 9)
        try graph.branch("main", at: "m1")
        let policy = Self.branch("main", images: .init(within: 4 * 86_400))
        #expect(Self.kept(try project(images: ["m9", "m3", "m2"]).plan { $0.keepPolicies = [policy] }) == ["m2"])
        #expect(Self.kept(try project(images: ["m9", "m5"]).plan { $0.keepPolicies = [policy] }) == [])
    }

    @Test mutating func `Joins limits of images by And and by Or`() throws {
        try line("m", from: 9)
        try graph.branch("main", at: "m1")
        let project = try project(images: ["m9", "m6", "m3", "m2", "m1"])
        func kept(_ limit: KeepPolicy.Limit) throws -> [String] {
            Self.kept(try project.plan { $0.keepPolicies = [Self.branch("main", images: limit)] })
        }
        let week: Int64 = 86_400 * 9 / 2
        #expect(try kept(.init(last: 2, within: week)) == ["m1", "m2"])
        #expect(try kept(.init(last: 4, within: week)) == ["m1", "m2", "m3"])
        #expect(try kept(.init(last: 2, within: week, operator: .or)) == ["m1", "m2", "m3"])
        #expect(try kept(.init(last: 4, within: week, operator: .or)) == ["m1", "m2", "m3", "m6"])
        #expect(try kept(.init(last: -1, within: week)) == ["m1", "m2", "m3"])
        #expect(try kept(.init(last: -1, within: week, operator: .or)) == ["m1", "m2", "m3", "m6", "m9"])
        #expect(try kept(.init(last: 2, operator: .or)) == ["m1", "m2"])
    }

    @Test mutating func `Limits references by number, time, or both`() throws {
        for age in [1, 3, 5, 7] {
            try commit("c\(age)", daysAgo: Double(age))
            try graph.branch("b\(age)", at: "c\(age)")
        }
        let project = try project(images: ["c1", "c3", "c5", "c7"])
        func kept(_ limit: KeepPolicy.Limit?) throws -> [String] {
            Self.kept(try project.plan { $0.keepPolicies = [Self.branch("/b.*/", references: limit)] })
        }
        #expect(try kept(nil) == ["c1", "c3", "c5", "c7"])
        #expect(try kept(.init(last: 2)) == ["c1", "c3"])
        #expect(try kept(.init(last: -1)) == ["c1", "c3", "c5", "c7"])
        #expect(try kept(.init(within: 4 * 86_400)) == ["c1", "c3"])
        #expect(try kept(.init(last: 1, within: 4 * 86_400)) == ["c1"])
        #expect(try kept(.init(last: 3, within: 4 * 86_400)) == ["c1", "c3"])
        #expect(try kept(.init(last: 3, within: 4 * 86_400, operator: .or)) == ["c1", "c3", "c5"])
        // The side that isn't set selects everything.
        #expect(try kept(.init(last: 1, operator: .or)) == ["c1", "c3", "c5", "c7"])
        #expect(try kept(.init(within: 4 * 86_400, operator: .or)) == ["c1", "c3", "c5", "c7"])
    }

    @Test mutating func `Takes the tagger's date of an annotated tag`() throws {
        for age in [2, 9] { try commit("c\(age)", daysAgo: Double(age)) }
        try graph.tag("light", at: "c2")
        try graph.tag("annotated", at: "c9", annotatedAt: TestProject.now.millisecondsSince1970 / 1000 - 86_400)
        let project = try project(images: ["c2", "c9"])
        #expect(Self.kept(try project.plan { $0.keepPolicies = [Self.tag("/.*/", references: .init(last: 1))] }) == ["c9"])
    }

    @Test mutating func `Counts the newest commit of an image with several`() throws {
        try line("m", from: 9)
        try line("f", from: 4, parent: "m5")
        try graph.branch("main", at: "m1")
        try graph.branch("feature", at: "f1")
        var project = try project(images: ["m7"])
        try project.image("i-both", commits: [try graph["m8"], try graph["f1"]])
        try project.image("i-m2", commits: [try graph["m2"]])
        // From main it is an image of m8, from feature one of f1.
        #expect(Self.kept(try project.plan { $0.keepPolicies = [Self.branch("main", images: .init(last: 2))] }) == ["m2", "m7"])
        #expect(Self.kept(try project.plan { $0.keepPolicies = [Self.branch("feature")] }) == ["both"])
        #expect(Self.kept(try project.plan { $0.keepPolicies = [Self.branch("feature", images: .init(last: 2))] }) == ["both", "m7"])
    }

    @Test mutating func `Reaches through merges`() throws {
        try line("m", from: 3)
        try commit("f", ["m3"], daysAgo: 2.5)
        try commit("merge", ["m1", "f"], daysAgo: 0.5)
        try graph.branch("main", at: "merge")
        let project = try project(images: ["f", "m2"])
        #expect(Self.kept(try project.plan { $0.keepPolicies = [Self.branch("main", images: .init(last: 5))] }) == ["f", "m2"])
    }

    @Test mutating func `Scans each image by itself`() throws {
        try line("m", from: 9)
        try graph.branch("main", at: "m1")
        var project = try project(images: ["m9", "m2"])
        try project.image("k-m8", name: "redis", commits: [try graph["m8"]])
        try project.image("k-m7", in: "chat/web", commits: [try graph["m7"]])
        #expect(Set(Self.kept(try project.plan { $0.keepPolicies = [Self.branch("main")] })) == ["m2", "m8", "m7"])
    }

    @Test mutating func `Takes the commits that werf's records say`() throws {
        try line("m", from: 9)
        try graph.branch("main", at: "m1")
        var project = TestProject()
        project.git = try graph.snapshot()
        let hash = String(MurmurHash3("node".utf8).value, radix: 16)
        // werf's signatures have 56 digits, for which its records are made.
        let tag = { (name: String) in "\(TestProject.signature(name).prefix(56))-1700000000001" }
        for (name, commits) in [("new", ["m8", "m1"]), ("old", ["m4"]), ("lost", [])] {
            try project.tag(tag(name), in: "chat/stages")
            for commit in commits { try project.record("meta-\(hash)_\(try graph[commit])_\(tag(name))") }
        }
        // 1.1: a record joins a commit and images by what they are made of.
        let content = String(repeating: "e", count: 56)
        try project.image("e-tag", strategy: .gitTag, signature: content)
        try project.image(content, strategy: .stagesSignature)
        try project.record("image-metadata-by-commit-node-\(try graph["m3"])", labels: ["ContentSignature": content])
        let plan = try project.plan { $0.keepPolicies = [Self.branch("main")] }
        #expect(plan["chat/stages:\(tag("new"))"]?.action == .keep)
        #expect(plan["chat/stages:\(tag("old"))"]?.action == .delete)
        #expect(plan.line("chat/stages:\(tag("lost"))") == "keep none: no rule governs stages")
        #expect(plan.line("chat/node:e-tag") == "keep keep-policies: reached from branch main, newest of 1")
        #expect(plan["chat/node:\(content)"]?.rule == "keep-policies")
        try plan.expectSound()
    }

    @Test mutating func `Governs an image that is called by its commit`() throws {
        try line("m", from: 3)
        try graph.branch("main", at: "m1")
        var project = try project(images: [])
        let (reached, other) = (try graph["m2"].value, String(repeating: "0", count: 40))
        try project.image(reached)
        try project.image(other)
        #expect(try project.plan { $0.keepPolicies = [Self.branch("main")] }.deleted == [other])
    }

    @Test mutating func `Takes the commit that was merged for a merge that a CI made up`() throws {
        try line("m", from: 3)
        try graph.branch("main", at: "m1")
        var project = try project(images: [])
        let name = try TagName("pr-7")
        let labels = ConfigLabels([
            "werf-git-1a-commit": String(repeating: "9", count: 40), "werf-git-1a-virtual-merge": "true",
            "werf-git-1a-virtual-merge-from-commit": try graph["m2"].value,
            "werf-git-1a-virtual-merge-into-commit": String(repeating: "8", count: 40),
        ])
        let empty = try ManifestBuilder.image().manifest()
        try project.tag(name.value, in: "chat/node", facts: TagFacts(name, manifest: empty, labels: labels))
        #expect(try project.plan { $0.keepPolicies = [Self.branch("main")] }["chat/node:pr-7"]?.action == .keep)
    }

    @Test mutating func `Says that policies name no reference`() throws {
        try line("m", from: 3)
        try graph.branch("main", at: "m1")
        let plan = try project(images: ["m1"]).plan { $0.keepPolicies = [Self.branch("master")] }
        #expect(plan.deleted == ["i-m1"])
        #expect(plan.notes == ["keepPolicies name no branch or tag that git has: what they govern is deleted"])
    }

    @Test mutating func `Leaves images without commits to the rules of their strategy`() throws {
        try line("m", from: 3)
        try graph.branch("main", at: "m1")
        var project = try project(images: ["m3", "m1"])
        try project.image("a", strategy: .stagesSignature, age: .days(9))
        try project.image("b", strategy: .stagesSignature, age: .days(8))
        let plan = try project.plan {
            $0.keepPolicies = [Self.branch("main")]
            $0.stagesSignature.limit = 1
        }
        #expect(plan.deleted == ["a", "i-m3"])
    }

    @Test mutating func `Keeps the ancestors of stages that are reached, and no place for what is kept for good`() throws {
        try line("m", from: 9)
        try graph.branch("main", at: "m1")
        var project = TestProject()
        project.git = try graph.snapshot()
        try project.stage("base", 1, image: "node", commits: [try graph["m9"]])
        try project.stage("top", 2, image: "node", parent: TestProject.signature("base"), commits: [try graph["m2"]])
        try project.stage("lost", 3, image: "node", commits: [try graph["m8"]])
        try project.stage("running", 4, image: "node", commits: [try graph["m1"]])
        try project.use("chat/stages", tag: TestProject.stageTag("running", 4), by: "pod")
        let plan = try project.plan { $0.keepPolicies = [Self.branch("main")] }
        #expect(plan.deleted == [TestProject.stageTag("lost", 3)])
        #expect(plan["chat/stages:\(TestProject.stageTag("base", 1))"]?.rule == "ancestor")
    }

    @Test mutating func `Keeps what policies govern where there is no git`() throws {
        try line("m", from: 3)
        var project = try project(images: ["m3", "m1"])
        project.git = nil
        try project.image("v1", strategy: .gitTag, commits: [try graph["m2"]])
        let plan = try project.plan {
            $0.keepPolicies = [Self.branch("main")]
            $0.gitTag.limit = 0
        }
        #expect(plan.deleted.isEmpty)
        #expect(plan.notes.contains { $0.hasPrefix("keepPolicies were skipped") && $0.contains("(3 tags)") })
    }

    @Test mutating func `Keeps nothing of rejected stages`() throws {
        try line("m", from: 3)
        try graph.branch("main", at: "m1")
        var project = TestProject()
        project.git = try graph.snapshot()
        try project.stage("a", 1, image: "node", commits: [try graph["m1"]], isRejected: true)
        try project.stage("a", 2, image: "node", commits: [try graph["m2"]])
        let plan = try project.plan { $0.keepPolicies = [Self.branch("main")] }
        #expect(plan.deleted == [TestProject.stageTag("a", 1)])
    }
}
