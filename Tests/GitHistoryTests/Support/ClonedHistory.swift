import Foundation
import StageModel
import StowageTestSupport
import Testing

@testable import GitHistory

/// A remote that a test writes down, and clones of it.
struct ClonedHistory {
    let remote: WrittenHistory
    private let parent: String

    static func with<R>(objectFormat: String = "sha1", _ build: (inout HistoryBuilder) throws -> Void, _ body: (ClonedHistory) async throws -> R)
        async throws -> R
    {
        var builder = HistoryBuilder()
        try build(&builder)
        return try await withTemporaryDirectory { parent in
            try await body(ClonedHistory(remote: builder.write(to: "\(parent)/remote", objectFormat: objectFormat), parent: parent))
        }
    }

    /// The remote's repository, to change it.
    var origin: TestRepository { TestRepository(folder: remote.folder) }

    /// A clone by the protocol that clones over a network use.
    func clone(_ options: String..., named name: String = "clone") async throws -> TestRepository {
        try await Shell.succeed(
            "git", ["clone", "--quiet"] + options + ["file://\(remote.folder)", "\(parent)/\(name)"], environment: TestRepository.isolated)
        return TestRepository(folder: "\(parent)/\(name)")
    }

    func path(_ name: String) -> String { "\(parent)/\(name)" }
}

extension GitSnapshot {
    /// The references with the names that the test gave their commits.
    func described(by history: WrittenHistory, _ commits: String...) throws -> [String] {
        var names: [CommitID: String] = [:]
        for commit in commits { names[try history[commit]] = commit }
        return references.map { "\($0.kind.rawValue) \($0.name) \(names[$0.commit] ?? "?") \($0.modifiedAt.millisecondsSince1970 / 1000)" }
    }

    func hasCommits(_ commits: String..., of history: WrittenHistory) throws -> [Bool] {
        try commits.map { graph.position(of: try history[$0]) != nil }
    }
}
