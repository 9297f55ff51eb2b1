import Foundation
import StageModel
import StowageTestSupport

/// The `stowage` program as a runner uses it, with a home of its own.
struct StowageTool {
    let server: String
    let home: String
    var environment: [String: String] = [:]

    /// Runs it and insists that it succeeds.
    @discardableResult
    func succeed(_ arguments: [String], in folder: String, timeLimit: Duration = .seconds(60)) async throws -> ShellResult {
        let base = ["HOME": home, "STOWAGE_SERVER": server]
        return try await Shell.succeed(
            try LiveServer.binary(), arguments, environment: base.merging(environment) { $1 }, in: folder, timeLimit: timeLimit)
    }

    /// `stowage stage list`, all of it.
    func stages(in repository: String, folder: String) async throws -> [StageListing.Entry] {
        let result = try await succeed(["stage", "list", "--repository", repository, "--format", "json"], in: folder)
        return try JSONDecoder().decode(StageListing.self, from: Data(result.text.utf8)).stages
    }
}
