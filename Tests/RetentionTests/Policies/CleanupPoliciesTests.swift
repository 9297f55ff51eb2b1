import Retention
import Testing

/// How the sources of policies are put together.
@Suite struct CleanupPoliciesTests {
    private func layer(_ change: (inout PolicyLayer) -> Void) -> PolicyLayer {
        var layer = PolicyLayer()
        change(&layer)
        return layer
    }

    @Test func `Is off where nobody says anything`() throws {
        let policies = try CleanupPolicies([PolicyLayer(), PolicyLayer()])
        #expect(!policies.deletesAnything)
        #expect(!policies.needsGit)
        #expect(!policies.gitTag.isOn && !policies.gitCommit.isOn && !policies.stagesSignature.isOn && !policies.gitBranch.isOn)
        #expect(policies.keepBuiltWithin == 7200)
        #expect(policies.keepUsedWithin == 86_400)
        #expect(policies.stagesKeepUnneededFor == nil)
        #expect(policies.untaggedKeepFor == nil)
        #expect(policies.budget == nil)
        #expect(policies.undoWindow == nil)
        #expect(policies.largestShare == 0.5)
        #expect(policies.asksWorkloads)
    }

    @Test func `Takes each value from the first source that says it`() throws {
        let flags = layer { $0.gitTag.limit = 5 }
        let environment = layer {
            $0.gitTag = StrategyPolicy(limit: 10, expiryDays: 30)
            $0.gitCommit.limit = -1
        }
        let werf = layer {
            $0.keepBuiltWithin = 0
            $0.keepPolicies = [KeepPolicy(kind: .tag, pattern: "/.*/")]
        }
        let server = layer {
            $0.gitCommit.limit = 50
            $0.keepPolicies = []
            $0.budget = 100
        }
        let policies = try CleanupPolicies([flags, environment, werf, server])
        // The flag beats the environment, which werf does the other way round.
        #expect(policies.gitTag == .init(limit: 5, expiryDays: 30, deletesGone: true))
        // Said to be off is said.
        #expect(policies.gitCommit == .init())
        #expect(policies.keepBuiltWithin == 0)
        #expect(policies.keepPolicies.count == 1)
        #expect(policies.budget == 100)
        #expect(try CleanupPolicies([server, werf]).keepPolicies.isEmpty)
    }

    @Test func `Keeps what any source keeps`() throws {
        let policies = try CleanupPolicies([
            layer {
                $0.keepPatterns = ["a", "b"]
                $0.keepList = ["x"]
            },
            layer {
                $0.keepPatterns = ["b", "c"]
                $0.keepList = ["y", "x"]
            },
        ])
        #expect(policies.keepPatterns == ["a", "b", "c"])
        #expect(policies.keepList == ["x", "y"])
    }

    @Test func `Collects untagged manifests where anything else is on`() throws {
        let on: [(inout PolicyLayer) -> Void] = [
            { $0.gitTag.limit = 1 }, { $0.gitCommit.expiryDays = 0 }, { $0.gitBranch.deleteGone = true }, { $0.budget = 5 },
            { $0.stagesKeepUnneededFor = 0 }, { $0.keepPolicies = [KeepPolicy(kind: .branch, pattern: "main")] },
            { $0.custom = [CustomPolicy(tags: "x", limit: 1)] },
        ]
        for change in on {
            let policies = try CleanupPolicies([layer(change)])
            #expect(policies.untaggedKeepFor == CleanupPolicies.defaultUntaggedKeepFor)
            #expect(policies.deletesAnything)
        }
        #expect(try CleanupPolicies([layer { $0.custom = [CustomPolicy(tags: "x", limit: -1)] }]).untaggedKeepFor == nil)
        #expect(try CleanupPolicies([layer { $0.untaggedKeepFor = 60 }]).untaggedKeepFor == 60)
        let off = layer {
            $0.gitTag.limit = 1
            $0.untaggedKeepFor = -1
        }
        #expect(try CleanupPolicies([off]).untaggedKeepFor == nil)
        #expect(try !CleanupPolicies([layer { $0.gitTag.limit = 1 }, layer { $0.disablesCleanup = true }]).deletesAnything)
    }

    @Test func `Asks git where a limit or an expiry is on, unless told otherwise`() throws {
        #expect(try CleanupPolicies([layer { $0.gitTag.limit = 1 }]).needsGit)
        #expect(try !CleanupPolicies([layer { $0.gitTag = StrategyPolicy(limit: 1, deleteGone: false) }]).needsGit)
        #expect(try !CleanupPolicies([layer { $0.stagesSignature.limit = 1 }]).needsGit)
        #expect(try CleanupPolicies([layer { $0.keepPolicies = [KeepPolicy(kind: .tag, pattern: "v1")] }]).needsGit)
        let disabled = layer {
            $0.keepPolicies = [KeepPolicy(kind: .tag, pattern: "v1")]
            $0.disablesKeepPolicies = true
        }
        #expect(try !CleanupPolicies([disabled]).needsGit)
    }

    @Test func `Refuses what can't be`() throws {
        let wrong: [((inout PolicyLayer) -> Void, String)] = [
            ({ $0.keepPatterns = ["("] }, "'('"), ({ $0.custom = [CustomPolicy(tags: "a**", limit: 1)] }, "a**"),
            ({ $0.classification = [ClassificationPattern(tags: "[", strategy: .gitTag)] }, "'['"),
            ({ $0.keepPolicies = [KeepPolicy(kind: .branch, pattern: "/(/")] }, "'('"), ({ $0.keepList = ["a b"] }, "'a b'"),
            ({ $0.keepList = ["chat@sha256:12"] }, "can't be kept by name"), ({ $0.largestShare = 1.5 }, "largest share"),
            ({ $0.keepBuiltWithin = -5 }, "built"), ({ $0.undoWindow = -1 }, "undo window"), ({ $0.gitTag.expiryDays = 1_000_000 }, "expiry"),
            ({ $0.keepUsedWithin = Int64.max }, "used"), ({ $0.largestShare = .nan }, "largest share"),
            ({ $0.keepPolicies = [KeepPolicy(kind: .branch, pattern: "a", references: .init(within: -1))] }, "keep policy"),
        ]
        for (change, part) in wrong {
            let error = #expect(throws: RetentionError.self) { try CleanupPolicies([layer(change)]) }
            #expect(error?.code == .policy)
            #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
        }
    }
}
