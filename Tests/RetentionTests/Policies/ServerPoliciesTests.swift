import FoundationEssentials
import StowageTestSupport
import Testing

@testable import Retention

@Suite("The server's file of policies")
struct ServerPoliciesTests {
    private func read(_ text: String) throws -> ServerPolicies { try ServerPolicies(parsing: text, name: "cleanup.yaml") }

    @Test func `The example that is shipped is read, to the last key`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../config/cleanup.yaml")
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        let policies = try read(text)
        let chat = try #require(policies.policies(for: "chat"))
        var expected = PolicyLayer()
        expected.gitTag = StrategyPolicy(limit: 10, expiryDays: 30, deleteGone: true)
        expected.gitCommit = StrategyPolicy(limit: 50, expiryDays: 30)
        expected.stagesSignature = StrategyPolicy(limit: -1, expiryDays: -1)
        expected.gitBranch = StrategyPolicy(deleteGone: true)
        expected.custom = [CustomPolicy(tags: "pr-[0-9]+", limit: 20, expiryDays: 7)]
        expected.keepPolicies = [
            KeepPolicy(kind: .tag, pattern: "/v.*/", references: .init(last: 10)),
            KeepPolicy(
                kind: .branch, pattern: "/.*/", references: .init(last: 10, within: 604_800), imagesPerReference: .init(last: 2, within: 604_800)),
            KeepPolicy(kind: .branch, pattern: "main", imagesPerReference: .init(last: 10)),
        ]
        expected.keepList = ["chat/node:stable"]
        expected.keepPatterns = ["release-.*"]
        expected.keepBuiltWithin = 7200
        expected.keepUsedWithin = 86_400
        expected.stagesKeepUnneededFor = 7200
        expected.budget = 200 << 30
        expected.untaggedKeepFor = 1_209_600
        expected.classification = [
            ClassificationPattern(tags: "[0-9a-f]{40}", strategy: .gitCommit), ClassificationPattern(tags: "v[0-9].*", strategy: .gitTag),
        ]
        expected.undoWindow = 86_400
        expected.largestShare = 0.5
        #expect(chat.layer == expected)
        #expect(chat.git == "/srv/git/chat.git")
        #expect(
            chat.workloads == [
                .kubeconfig(path: "/etc/stowage/kubeconfig", context: "production", namespaces: ["chat", "chat-stage"]),
                .inCluster(namespaces: ["chat"]), .file(path: "/etc/stowage/running.txt"),
            ])
        #expect(policies.layer(for: "sandbox/one")?.disablesWorkloads == true)
        #expect(policies.layer(for: "other/deep/project")?.disablesCleanup == true)
        // Every key that there is stands in the example.
        for key in PolicyReader.layerKeys { #expect(text.contains("\(key):"), "\(key)") }
    }

    @Test func `The first pattern that matches counts alone`() throws {
        let policies = try read(
            "projects:\n  group/a: {usedWithin: 1h}\n  group/*-x: {usedWithin: 2h}\n  group/*: {usedWithin: 3h}\n  group/**: {builtWithin: 4h}\n")
        let hours = ["group/a", "group/b-x", "group/b", "group/b/c", "other", "group", "xgroup/a"].map { policies.layer(for: $0)?.keepUsedWithin }
        #expect(hours == [3600, 7200, 10800, nil, nil, nil, nil])
        #expect(policies.layer(for: "group/b/c")?.keepBuiltWithin == 14400)
        #expect(policies.layer(for: "other") == nil)
    }

    @Test func `A file with nothing in it has no policies`() throws {
        for text in ["", "# nothing\n", "projects:\n", "projects: {}\n"] { #expect(try read(text).policies(for: "chat") == nil) }
        #expect(try read("projects:\n  chat:\n").layer(for: "chat") == PolicyLayer())
    }

    @Test func `A star costs no more than both lengths together`() throws {
        let pattern = try #require(ProjectGlob(String(repeating: "a*", count: 60) + "b"))
        #expect(!pattern.matches(String(repeating: "a", count: 250)))
        #expect(pattern.matches(String(repeating: "a", count: 250) + "b"))
    }

    private static let refused: [(String, String)] = [
        ("- a", "line 1: the file has no keys"), ("project: {}\n", "line 1: 'project' is nothing that the file has"),
        ("projects:\n  chat: {gitTags: {limit: 1}}\n", "line 2: 'gitTags' is nothing that a project has"),
        ("projects:\n  chat:\n    gitTag: {limits: 1}\n", "line 3: 'limits' is nothing that gitTag has"),
        ("projects:\n  chat:\n    gitBranch: {limit: 1}\n", "line 3: 'limit' is nothing that gitBranch has"),
        ("projects:\n  chat:\n    stagesSignature: {deleteGone: true}\n", "line 3: 'deleteGone' is nothing that stagesSignature has"),
        ("projects:\n  chat:\n    gitTag: 10\n", "line 3: gitTag has no keys"),
        ("projects:\n  chat:\n    gitTag: {limit: ten}\n", "gitTag.limit is 'ten'"),
        ("projects:\n  chat:\n    builtWithin: 2\n", "line 3: builtWithin is '2'; write a duration"),
        ("projects:\n  chat:\n    builtWithin:\n", "builtWithin is empty"),
        ("projects:\n  chat:\n    stages: {budget: 5GB}\n", "stages.budget is '5GB'"),
        ("projects:\n  chat:\n    largestShare: 120%\n", "largestShare is '120%'"), ("projects:\n  chat:\n    keep: stable\n", "keep is not a list"),
        ("projects:\n  chat:\n    keepPatterns: [[a]]\n", "an entry of keepPatterns is not a text"),
        ("projects:\n  chat:\n    custom: [{limit: 1}]\n", "has no tags"),
        ("projects:\n  chat:\n    classification: [{tags: a}]\n", "has no strategy"),
        ("projects:\n  chat:\n    classification: [{tags: a, strategy: git}]\n", "write one of git-tag"),
        ("projects:\n  chat:\n    workloads: [{docker: {}}]\n", "'docker' is no source of workloads"),
        ("projects:\n  chat:\n    workloads: [{file: a, inCluster: {}}]\n", "is one of kubeconfig, inCluster or file"),
        ("projects:\n  chat:\n    workloads: [{kubeconfig: {contexts: a}}]\n", "'contexts' is nothing that kubeconfig has"),
        ("projects:\n  Chat: {}\n", "line 2: 'Chat' is no project"), ("projects:\n  a//b: {}\n", "is no project"),
        ("projects:\n  a/***: {}\n", "is no project"),
        ("projects:\n  \"**/b\": {}\n", "is no project"), ("projects:\n  chat: {}\n  chat: {}\n", "the keys that begin here"),
        ("projects:\n  chat: [\n", "this is not YAML"),
    ]

    @Test(arguments: refused)
    func `What isn't known is refused with its line`(text: String, message: String) {
        let error = #expect(throws: RetentionError.self) { try read(text) }
        #expect(error?.code == .policy)
        #expect(error?.message.hasPrefix("cleanup.yaml, line ") == true)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }
}
