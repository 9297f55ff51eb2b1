import ContentHashing
import Foundation
import Retention
import StageModel
import StowageTestSupport

extension CommandBench {
    /// Pushes an image of one layer and has its tag recorded.
    @discardableResult
    func publish(
        _ tag: String, _ strategy: TagStrategy, to repository: String = "app", content: String? = nil, reference: String? = nil,
        commits: [CommitID] = []
    ) async throws -> Digest {
        try await RegistryProbe.with(baseURL: url) { probe in
            let digest = try await probe.pushImage(content ?? "\(repository):\(tag)", to: repository)
            let request = PublishImageRequest(
                sourceRepository: repository, source: digest.description, repository: repository, tag: tag, strategy: strategy,
                gitReference: reference, commits: commits)
            let answer: PublishImageResponse = try await probe.post("images/publish", request, 201)
            guard answer.tag == tag else { throw CommandBenchError(message: "published as \(answer.tag)") }
            return digest
        }
    }

    /// The status of a pull. By HEAD it marks a use as well.
    func status(of reference: String, in repository: String = "app") async throws -> Int {
        try await RegistryProbe.with(baseURL: url) { try await $0.manifest(reference, in: repository).status }
    }

    /// The tags of a repository; asking for them is no use of them.
    func tags(of repository: String = "app") async throws -> [String] {
        struct TagList: Decodable { let tags: [String]? }
        return try await RegistryProbe.with(baseURL: url) { probe in
            let answer = try await probe.send("GET", "/v2/\(repository)/tags/list")
            if answer.status == 404 { return [] }
            let list: TagList = try answer.decoded(200, "the tags of \(repository)")
            return list.tags ?? []
        }
    }

    /// Runs the program with a terminal for its standard streams, which `input` is typed on.
    ///
    /// - Returns: Everything that the terminal showed, as standard output.
    func stowageOnTerminal(_ arguments: [String], typing input: String, environment extra: [String: String] = [:]) async throws -> ShellResult {
        let command = ([try LiveServer.binary()] + arguments).map { "'\($0)'" }.joined(separator: " ")
        let script = "printf '%s\\n' \"$TYPED\" | script -qec \"$COMMAND\" /dev/null"
        let all = environment.merging(["TYPED": input, "COMMAND": command, "TERM": "xterm", "SHELL": "/bin/sh"]) { $1 }.merging(extra) { $1 }
        return try await Shell.run("sh", ["-c", script], environment: all, in: scratch.path)
    }

    /// The plan that is made with these options.
    func plan(_ options: [String], environment extra: [String: String] = [:]) async throws -> CleanupPlan {
        let result = try await stowage(["cleanup", "plan", "--format", "json"] + options, in: scratch.path, environment: extra)
        guard result.status == .exited(0) else { throw CommandBenchError(message: "\(result)") }
        return try CleanupPlan(parsing: result.output)
    }
}
