import Foundation
import OCIModel
import StowageTestSupport
import Testing

@testable import StowageCommands

@Suite("Variables of CI jobs")
struct CIEnvironmentTests {
    private let github = [
        "GITHUB_REPOSITORY": "Owner/App", "GITHUB_SHA": "61368705db8652555bd96e68aadfd2ac423ba263", "GITHUB_RUN_ID": "7", "GITHUB_REF_TYPE": "branch",
        "GITHUB_REF_NAME": "main", "GITHUB_TOKEN": "secret-1", "GITHUB_ACTOR": "somebody",
    ]

    private func gitlab() throws -> [String: String] { try Self.variables(in: "gitlab-job.env") }

    /// The variables of a file of the fixtures.
    static func variables(in file: String) throws -> [String: String] {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(file)")
        let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        return Dictionary(
            uniqueKeysWithValues: lines.map { line in
                let parts = line.split(separator: "=", maxSplits: 1)
                return (String(parts[0]), String(parts[1]))
            })
    }

    private func exports(
        _ system: CISystem, _ variables: [String: String], werf: WerfGeneration = .stages, server: String = "http://cache.example:5000",
        tagging: CITagging? = nil
    ) throws -> CIEnvironment {
        try CIEnvironment(system, for: werf, server: CIServer(server), tagging: tagging, variables: variables)
    }

    /// What a shell has after it evaluated the script, beyond what it had before.
    private func evaluated(_ script: String, variables: [String: String]) async throws -> [String: String] {
        let output = try await Shell.succeed("sh", ["-c", "eval \"$0\"; env -0", script], environment: variables).text
        var result: [String: String] = [:]
        for entry in output.split(separator: "\0") {
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if variables[String(parts[0])] == nil, !["PWD", "PATH", "LC_ALL", "SHLVL", "OLDPWD", "_"].contains(parts[0]) {
                result[String(parts[0])] = String(parts[1])
            }
        }
        return result
    }

    @Test func `The guide's GitLab job gives werf what its own ci-env does`() async throws {
        var expected = try Self.variables(in: "expected.env")
        let host = "cache.example:5000"
        for name in ["WERF_STAGES_STORAGE", "WERF_IMAGES_REPO"] {
            let path = try #require(expected[name + "_PATH"])
            expected[name + "_PATH"] = nil
            expected[name] = "\(host)/\(path)"
        }
        #expect(expected.count == 17)
        let variables = try gitlab()
        let script = try exports(.gitlab, variables).script
        let result = try await evaluated(script, variables: variables)
        for (name, value) in expected { #expect(result[name] == value, "\(name)") }
        // And beyond them only these.
        expected["WERF_SYNCHRONIZATION"] = "http://\(host)/werf"
        expected["WERF_INSECURE_REGISTRY"] = "1"
        expected["WERF_GIT_HISTORY_SYNCHRONIZATION"] = "1"
        expected["WERF_GIT_UNSHALLOW"] = "1"
        expected["STOWAGE_SERVER"] = "http://\(host)"
        expected["STOWAGE_PROJECT"] = "chat"
        #expect(result == expected)
        #expect(!script.contains("not-to-be-printed"))
    }

    @Test func `GitHub`() async throws {
        let result = try await evaluated(exports(.github, github, server: "https://cache.example").script, variables: github)
        #expect(result["WERF_STAGES_STORAGE"] == "cache.example/owner/app/stages")
        #expect(result["WERF_IMAGES_REPO"] == "cache.example/owner/app")
        #expect(result["WERF_SYNCHRONIZATION"] == "https://cache.example/werf")
        #expect(result["WERF_INSECURE_REGISTRY"] == nil)
        #expect(result["WERF_TAG_BY_STAGES_SIGNATURE"] == "true")
        #expect(result["WERF_ADD_ANNOTATION_PROJECT_GIT"] == "project.werf.io/git=https://github.com/Owner/App")
        #expect(
            result["WERF_ADD_ANNOTATION_GITHUB_ACTIONS_RUN_URL"]
                == "github.ci.werf.io/workflow-run-url=https://github.com/Owner/App/actions/runs/7")
        #expect(result["WERF_GIT_COMMIT_STRATEGY_LIMIT"] == "50")
        #expect(result["WERF_GIT_UNSHALLOW"] == nil)
        #expect(result["STOWAGE_PROJECT"] == "owner/app")
    }

    @Test func `werf 2 has one repository, and no policies`() async throws {
        var variables = try gitlab()
        variables["CI_COMMIT_TAG"] = "v1"
        variables["TRDL_USE_WERF_GROUP_CHANNEL"] = "2 stable"
        let result = try await evaluated(exports(.gitlab, variables, werf: .repository).script, variables: variables)
        #expect(result["WERF_REPO"] == "cache.example:5000/chat")
        #expect(result["WERF_LOG_TERMINAL_WIDTH"] == "130")
        #expect(result["WERF_ADD_ANNOTATION_CI_GIT_TAG"] == "ci.werf.io/tag=v1")
        #expect(result["WERF_ADD_ANNOTATION_WERF_RELEASE_CHANNEL"] == "werf.io/release-channel=2 stable")
        #expect(result.keys.filter { $0.contains("STRATEGY") || $0.contains("STAGES") || $0.contains("TAG_") && !$0.contains("ANNOTATION") }.isEmpty)
        #expect(throws: CIError.self) { try exports(.gitlab, variables, werf: .repository, tagging: .tagOrBranch) }
    }

    @Test func `Tag or branch, as a docker tag`() throws {
        var variables = try gitlab()
        #expect(try exports(.gitlab, variables, tagging: .tagOrBranch).script.contains("export WERF_TAG_GIT_BRANCH='master'\n"))
        variables["CI_COMMIT_REF_NAME"] = "da/ta"
        #expect(try exports(.gitlab, variables, tagging: .tagOrBranch).script.contains("export WERF_TAG_GIT_BRANCH='da-ta-afa96f8'\n"))
        variables["CI_COMMIT_TAG"] = "v1.0"
        let script = try exports(.gitlab, variables, tagging: .tagOrBranch).script
        #expect(script.contains("export WERF_TAG_GIT_TAG='v1.0'\n"))
        #expect(!script.contains("WERF_TAG_GIT_BRANCH"))
        #expect(!script.contains("WERF_TAG_BY_STAGES_SIGNATURE"))
        variables["CI_COMMIT_TAG"] = ""
        variables["CI_COMMIT_REF_NAME"] = nil
        #expect(throws: CIError.self) { try exports(.gitlab, variables, tagging: .tagOrBranch) }
        #expect(throws: CIError.self) { try exports(.github, github, tagging: .tagOrBranch) }
    }

    @Test func `What is set already keeps its value, and is not shown`() async throws {
        var variables = try gitlab()
        variables["WERF_STAGES_STORAGE"] = "elsewhere/\n'secret'"
        variables["WERF_LOG_COLOR_MODE"] = ""
        let script = try exports(.gitlab, variables).script
        #expect(script.contains("# skip WERF_STAGES_STORAGE: it is set already\n"))
        #expect(!script.contains("secret"))
        #expect(script.contains("export WERF_LOG_COLOR_MODE='on'\n"), "empty is not set")
        #expect(try await evaluated(script, variables: variables)["WERF_STAGES_STORAGE"] == nil, "not exported again")
    }

    @Test func `Values are never run by the shell`() async throws {
        try await withTemporaryDirectory { folder in
            var variables = try gitlab()
            let hostile = "a'b\"c`touch \(folder)/x`$(touch \(folder)/x)\n; touch \(folder)/x # \\ $HOME"
            for name in ["CI_PROJECT_URL", "CI_COMMIT_SHA", "CI_ENVIRONMENT_SLUG", "CI_COMMIT_REF_NAME"] { variables[name] = hostile }
            let result = try await evaluated(exports(.gitlab, variables, tagging: .tagOrBranch).script, variables: variables)
            #expect(result["WERF_ENV"] == hostile)
            #expect(result["WERF_ADD_ANNOTATION_CI_COMMIT"] == "ci.werf.io/commit=\(hostile)")
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/x"))
        }
    }

    @Test func `Nothing is read but what is named`() throws {
        var variables = try gitlab()
        for name in ["CI_JOB_TOKEN", "CI_REPOSITORY_URL", "CI_REGISTRY_PASSWORD", "GITHUB_TOKEN", "DOCKER_CONFIG", "CI_DEPLOY_PASSWORD", "HOME"] {
            variables[name] = "sesame"
        }
        for werf in WerfGeneration.allCases {
            #expect(try !exports(.gitlab, variables, werf: werf).script.contains("sesame"))
            #expect(try !exports(.github, github, werf: werf).script.contains("secret"))
        }
    }

    @Test func `What is missing is said in a comment`() throws {
        let script = try exports(.gitlab, ["CI_PROJECT_PATH": "Group/App"]).script
        #expect(script.contains("# no WERF_ENV: CI_ENVIRONMENT_SLUG is not set\n"))
        #expect(script.contains("# no WERF_ADD_ANNOTATION_CI_COMMIT: CI_COMMIT_SHA is not set\n"))
        #expect(script.contains("export WERF_IMAGES_REPO='cache.example:5000/group/app'\n"))
    }

    @Test(arguments: [
        (["CI_REGISTRY_IMAGE": "r.example:5050/g/app", "CI_REGISTRY": "r.example:5050"], "g/app"),
        (["CI_REGISTRY_IMAGE": "r.example/base/g/app", "CI_REGISTRY": "r.example/base"], "g/app"),
        (["CI_REGISTRY_IMAGE": "r.example/g/app"], "g/app"),
        (["CI_REGISTRY_IMAGE": "localhost/app"], "app"), (["CI_REGISTRY_IMAGE": "g/app"], "g/app"),
        (["CI_REGISTRY_IMAGE": "", "CI_PROJECT_PATH": "G/App"], "g/app"),
    ])
    func `The repository is the registry's path`(variables: [String: String], repository: String) throws {
        #expect(try CIJob(gitlab: variables).repository.value == repository)
    }

    @Test func `Without a repository there is nothing to export`() throws {
        for variables in [[:], ["CI_PROJECT_PATH": ""], ["CI_PROJECT_PATH": "not a name"]] {
            let error = #expect(throws: CIError.self) { try exports(.gitlab, variables) }
            #expect(error?.message.contains("CI_PROJECT_PATH") == true)
        }
        let error = #expect(throws: CIError.self) { try exports(.github, ["CI_PROJECT_PATH": "a"]) }
        #expect(error?.message.contains("GITHUB_REPOSITORY") == true)
    }

    @Test(arguments: [("12.1.3", "on"), ("12.1.4", "off"), ("12.1.17-ee", "off"), ("12.2.0", "on"), ("16.0.1", "on"), ("odd", "on")])
    func `Old GitLab servers get no colours`(version: String, mode: String) throws {
        var variables = try gitlab()
        variables["CI_SERVER_VERSION"] = version
        #expect(try exports(.gitlab, variables).script.contains("export WERF_LOG_COLOR_MODE='\(mode)'\n"))
    }
}
