import FoundationEssentials
import Testing

@testable import Retention

@Suite("Policies of the environment")
struct EnvironmentTests {
    /// What werf 1.1's `ci-env` exports; that `stowage ci-env` does the same has a test of its own.
    private static func exported() throws -> [String: String] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../StowageCommandsTests/CI/Fixtures/expected.env")
        let lines = String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
        return Dictionary(
            uniqueKeysWithValues: lines.map { line in
                let parts = line.split(separator: "=", maxSplits: 1)
                return (String(parts[0]), String(parts.last ?? ""))
            })
    }

    @Test func `An environment without policies says nothing`() throws {
        #expect(try PolicyLayer(environment: ["PATH": "/bin", "WERF_ENV": "stage", "WERF_GIT_TAG_STRATEGY_LIMIT": ""]) == PolicyLayer())
    }

    @Test func `The limits that ci-env exports are read`() throws {
        var expected = PolicyLayer()
        expected.gitTag = StrategyPolicy(limit: 10, expiryDays: 30)
        expected.gitCommit = StrategyPolicy(limit: 50, expiryDays: 30)
        expected.stagesSignature = StrategyPolicy(limit: -1, expiryDays: -1)
        #expect(try PolicyLayer(environment: Self.exported()) == expected)
    }

    @Test func `werf's hours and Stowage's own variables are read, and its own win`() throws {
        var expected = PolicyLayer()
        expected.keepBuiltWithin = 7200
        #expect(try PolicyLayer(environment: ["WERF_KEEP_STAGES_BUILT_WITHIN_LAST_N_HOURS": "2"]) == expected)
        expected.keepBuiltWithin = 0
        expected.keepUsedWithin = 3600
        expected.stagesKeepUnneededFor = 7200
        expected.untaggedKeepFor = -1
        expected.budget = 200 << 30
        expected.undoWindow = 86_400
        expected.largestShare = 0.25
        expected.gitTag = StrategyPolicy(limit: 3, deleteGone: false)
        expected.gitBranch = StrategyPolicy(deleteGone: true)
        expected.keepList = ["stable", "chat/node:v1"]
        expected.keepPatterns = ["release-.*"]
        let environment = [
            "WERF_KEEP_STAGES_BUILT_WITHIN_LAST_N_HOURS": "2", "WERF_GIT_TAG_STRATEGY_LIMIT": "10", "STOWAGE_CLEANUP_BUILT_WITHIN": "off",
            "STOWAGE_CLEANUP_USED_WITHIN": "1h", "STOWAGE_CLEANUP_STAGES_KEEP_UNNEEDED_FOR": "2h", "STOWAGE_CLEANUP_UNTAGGED_KEEP_FOR": "off",
            "STOWAGE_CLEANUP_BUDGET": "200GiB", "STOWAGE_CLEANUP_UNDO_WINDOW": "1d", "STOWAGE_CLEANUP_LARGEST_SHARE": "25%",
            "STOWAGE_CLEANUP_GIT_TAG_LIMIT": "3", "STOWAGE_CLEANUP_GIT_TAG_DELETE_GONE": "false", "STOWAGE_CLEANUP_GIT_BRANCH_DELETE_GONE": "true",
            "STOWAGE_CLEANUP_KEEP": "stable\n  chat/node:v1 \n\n", "STOWAGE_CLEANUP_KEEP_PATTERNS": "release-.*",
        ]
        #expect(try PolicyLayer(environment: environment) == expected)
    }

    @Test func `Every known variable is read, and refused where it is malformed`() throws {
        for variable in PolicyVariables.all {
            let error = #expect(throws: RetentionError.self) { try PolicyLayer(environment: [variable.name: "ten"]) }
            #expect(error?.code == .policy)
            #expect(error?.message.contains("\(variable.name) is 'ten'") == true)
        }
        #expect(Set(PolicyVariables.all.map(\.name)).count == PolicyVariables.all.count)
        #expect(throws: RetentionError.self) { try PolicyLayer(environment: ["WERF_KEEP_STAGES_BUILT_WITHIN_LAST_N_HOURS": "-1"]) }
    }

    @Test func `A variable of ours that isn't known is refused: it may be meant to keep something`() {
        let error = #expect(throws: RetentionError.self) { try PolicyLayer(environment: ["STOWAGE_CLEANUP_KEEP_PATERNS": "release-.*"]) }
        #expect(error?.message.contains("STOWAGE_CLEANUP_KEEP_PATERNS is not known") == true)
    }

    @Test func `Signatures are never gone from git, so that a variable that says so is refused`() {
        let name = "STOWAGE_CLEANUP_STAGES_SIGNATURE_DELETE_GONE"
        let error = #expect(throws: RetentionError.self) { try PolicyLayer(environment: [name: "true"]) }
        #expect(error?.message.contains("\(name) is not known") == true)
    }

    @Test func `A negative number is off in every form, as that of a limit`() throws {
        let layer = try PolicyLayer(environment: [
            "STOWAGE_CLEANUP_STAGES_KEEP_UNNEEDED_FOR": "-1", "STOWAGE_CLEANUP_UNTAGGED_KEEP_FOR": "-1", "STOWAGE_CLEANUP_BUDGET": "-1",
        ])
        let text = "projects:\n  chat: {stages: {keepUnneededFor: -1, budget: -1}, untagged: {keepFor: -1}}\n"
        #expect(try ServerPolicies(parsing: text, name: "f").layer(for: "chat") == layer)
        let policies = try CleanupPolicies([layer])
        #expect(policies.stagesKeepUnneededFor == nil && policies.untaggedKeepFor == nil && policies.budget == nil)
        // Here off deletes more, so that it has to be said.
        #expect(throws: RetentionError.self) { try PolicyLayer(environment: ["STOWAGE_CLEANUP_BUILT_WITHIN": "-1"]) }
    }

    @Test func `Each variable and each key changes what decides`() throws {
        let examples = ["3h", "7", "1GiB", "25%", "true"]
        for variable in PolicyVariables.all {
            let layers = examples.compactMap { text -> PolicyLayer? in
                var layer = PolicyLayer()
                return variable.take(text, &layer) ? layer : nil
            }
            let base = try CleanupPolicies([PolicyLayer()])
            #expect(try layers.contains { try CleanupPolicies([$0]) != base }, "\(variable.name)")
        }
    }
}
