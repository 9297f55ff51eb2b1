import Retention
import StageModel
import StowageTestSupport
import Testing

/// Rule 3: limits, expiry, and what is gone from git.
@Suite struct StrategyTests {
    /// Tags v1 to vN, each a day older than the one behind it, the newest 1 day old.
    private func project(_ count: Int, strategy: TagStrategy = .gitTag) throws -> TestProject {
        var project = TestProject()
        for number in 1...count { try project.image("v\(number)", strategy: strategy, age: .days(count + 2 - number)) }
        return project
    }

    @Test func `Deletes nothing without a policy`() throws {
        var project = try project(30)
        try project.stage("s")
        try project.manifest("lost", in: "chat/node", untagged: .days(500))
        try project.image("sha256-\(TestProject.signature("x")).sig")
        try project.record("cleanup")
        let plan = try project.plan()
        #expect(plan.deleted.isEmpty)
        #expect(plan.items.isEmpty)
        #expect(plan.line("chat/node:v1") == "keep none: no rule governs git-tag")
        try plan.expectSound()
    }

    @Test func `Keeps the newest of an image`() throws {
        let plan = try project(12).plan { $0.gitTag.limit = 10 }
        #expect(plan.deleted == ["v1", "v2"])
        #expect(plan.line("chat/node:v2") == "delete git-tag-limit: 11th newest of git-tag for image node; limit 10")
        #expect(plan.line("chat/node:v12") == "keep git-tag-limit: newest of git-tag for image node; limit 10")
        #expect(plan.line("chat/node:v11") == "keep git-tag-limit: 2nd newest of git-tag for image node; limit 10")
        try plan.expectSound()
    }

    @Test func `Breaks ties by the tag's name`() throws {
        var project = TestProject()
        for tag in ["d", "b", "a", "c"] { try project.image(tag, strategy: .gitTag) }
        #expect(try project.plan { $0.gitTag.limit = 2 }.deleted == ["c", "d"])
    }

    @Test func `Deletes all but the protected with a limit of 0`() throws {
        let plan = try project(3).plan { $0.gitTag.limit = 0 }
        // The newest are 2 and 3 days old: nothing protects them.
        #expect(plan.deleted == ["v1", "v2", "v3"])
    }

    @Test func `Deletes what was published before now with an expiry of 0`() throws {
        var project = TestProject()
        try project.image("old", strategy: .gitTag, age: .days(3))
        try project.image("now", strategy: .gitTag, age: .zero)
        let plan = try project.plan {
            $0.gitTag.expiryDays = 0
            $0.keepBuiltWithin = 0
        }
        // Strictly before: what is published at this moment stays.
        #expect(plan.deleted == ["old"])
    }

    @Test func `Expires strictly after so many days`() throws {
        var project = TestProject()
        try project.image("exact", strategy: .gitTag, age: .days(30))
        try project.image("over", strategy: .gitTag, age: .days(30) + .milliseconds(1))
        let plan = try project.plan { $0.gitTag.expiryDays = 30 }
        #expect(plan.deleted == ["over"])
        #expect(plan.line("chat/node:over") == "delete git-tag-expiry: published 30 d ago; expiry 30 d")
    }

    @Test func `Takes negative values for off`() throws {
        let plan = try project(20, strategy: .stagesSignature).plan {
            $0.stagesSignature.limit = -1
            $0.stagesSignature.expiryDays = -1
        }
        #expect(plan.deleted.isEmpty)
    }

    @Test func `Expires first and limits what is left`() throws {
        // 2 to 41 days old: eleven expire, and of the other 29 the oldest 19 are over the limit.
        let plan = try project(40).plan {
            $0.gitTag.limit = 10
            $0.gitTag.expiryDays = 30
        }
        #expect(plan.deleted.count == 30)
        #expect(plan.decisions.count { $0.rule == "git-tag-expiry" } == 11)
        #expect(plan.decisions.count { $0.rule == "git-tag-limit" && $0.action == .delete } == 19)
    }

    @Test func `Limits per image and per strategy`() throws {
        var project = TestProject()
        for image in ["node", "redis"] {
            for tag in ["1", "2", "3"] {
                try project.image("\(image)-\(tag)", in: "chat", name: image, strategy: .gitTag)
                try project.image("\(image)-c\(tag)", in: "chat", name: image, strategy: .gitCommit)
            }
        }
        // The same name in another repository is another image.
        try project.image("1", in: "chat/other", name: "node", strategy: .gitTag)
        let plan = try project.plan {
            $0.gitTag.limit = 1
            $0.gitCommit.limit = 2
        }
        #expect(plan.deleted == ["node-2", "node-3", "node-c3", "redis-2", "redis-3", "redis-c3"])
    }

    @Test func `Doesn't count what is kept for good`() throws {
        var project = try project(12)
        try project.use("chat/node", tag: "v12", by: "deployment chat/node")
        try project.use("chat/node", tag: "v1", by: "cron job chat/report")
        let plan = try project.plan {
            $0.gitTag.limit = 10
            $0.keepList = ["v2"]
        }
        #expect(plan.deleted.isEmpty)
        #expect(plan.line("chat/node:v12") == "keep in-use: used by deployment chat/node")
        #expect(plan.line("chat/node:v2") == "keep keep-list: in the keep list: v2")
    }

    @Test func `Leaves custom tags alone, and those that nothing classifies`() throws {
        var project = TestProject()
        try project.image("latest", strategy: .custom)
        try project.image("nightly")
        try project.image("build-7")
        let plan = try project.plan {
            $0.gitTag = StrategyPolicy(limit: 0, expiryDays: 0)
            $0.gitCommit = StrategyPolicy(limit: 0)
            $0.stagesSignature = StrategyPolicy(limit: 0)
            $0.gitBranch.deleteGone = true
        }
        #expect(plan.deleted.isEmpty)
        #expect(plan.line("chat/node:nightly") == "keep none: no rule governs custom")
    }

    @Test func `Deletes custom tags that a pattern names`() throws {
        var project = TestProject()
        for number in 1...5 { try project.image("build-\(number)", age: .days(20 - number)) }
        try project.image("latest", age: .days(90))
        try project.image("keep-1", strategy: .gitTag, age: .days(90))
        let plan = try project.plan {
            $0.custom = [CustomPolicy(tags: "build-[0-9]+", limit: 2), CustomPolicy(tags: ".*est", expiryDays: 100)]
        }
        #expect(plan.deleted == ["build-1", "build-2", "build-3"])
        #expect(plan.line("chat/node:build-1") == "delete custom-limit: 5th newest of custom for image node; limit 2")
        #expect(
            plan.line("chat/node:latest") == "keep custom-expiry: published 90 d ago; expiry 100 d"
                || plan["chat/node:latest"]?.rule == "custom-expiry")
    }

    @Test func `Limits of 10 and 30, 50 and 30, and none`() throws {
        var project = TestProject()
        for number in 0..<60 {
            let age = Duration.hours(number * 12 + 30)
            try project.image("v\(number)", strategy: .gitTag, age: age)
            try project.image("c\(number)", strategy: .gitCommit, age: age)
            try project.image("s\(number)", strategy: .stagesSignature, age: age)
        }
        let layer = try PolicyLayer(environment: [
            "WERF_GIT_TAG_STRATEGY_LIMIT": "10", "WERF_GIT_TAG_STRATEGY_EXPIRY_DAYS": "30", "WERF_GIT_COMMIT_STRATEGY_LIMIT": "50",
            "WERF_GIT_COMMIT_STRATEGY_EXPIRY_DAYS": "30", "WERF_STAGES_SIGNATURE_STRATEGY_LIMIT": "-1",
            "WERF_STAGES_SIGNATURE_STRATEGY_EXPIRY_DAYS": "-1",
        ])
        let plan = try CleanupPlan(try project.input(try CleanupPolicies([layer])))
        let deleted = plan.decisions.filter { $0.action == .delete }
        #expect(deleted.count { $0.strategy == .gitTag } == 50)
        #expect(deleted.count { $0.strategy == .gitCommit } == 10)
        #expect(deleted.count { $0.strategy == .stagesSignature } == 0)
        #expect(plan.exceedsShare == false)
        try plan.expectSound()
    }
}
