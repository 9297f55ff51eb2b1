import Foundation
import StageModel
import StowageTestSupport

/// The `stowage` program as a runner uses it, with a home of its own.
struct StowageTool {
    let server: String
    let home: String
    var environment: [String: String] = [:]

    /// Runs it and returns whatever its exit code was.
    func run(_ arguments: [String], in folder: String, timeLimit: Duration = .seconds(60)) async throws -> ShellResult {
        let base = ["HOME": home, "STOWAGE_SERVER": server]
        return try await Shell.run(
            try LiveServer.binary(), arguments, environment: base.merging(environment) { $1 }, in: folder, timeLimit: timeLimit)
    }

    /// Runs it and insists that it succeeds.
    @discardableResult
    func succeed(_ arguments: [String], in folder: String, timeLimit: Duration = .seconds(60)) async throws -> ShellResult {
        let result = try await run(arguments, in: folder, timeLimit: timeLimit)
        guard result.status.isSuccess else { throw ShellError(problem: "failed", result: result) }
        return result
    }

    /// `stowage stage list`, all of it.
    func stages(in repository: String, folder: String) async throws -> [StageListing.Entry] {
        let result = try await succeed(["stage", "list", "--repository", repository, "--format", "json"], in: folder)
        return try JSONDecoder().decode(StageListing.self, from: Data(result.text.utf8)).stages
    }
}
