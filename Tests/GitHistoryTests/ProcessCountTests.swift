import ContentHashing
import Foundation
import Glibc
import StageModel
import StowageTestSupport
import Testing

@testable import GitHistory

@Suite("Runs of git", .enabled(if: Tool.areExpected("git")))
struct ProcessCountTests {
    @Test func `They don't grow with the commits`() async throws {
        try await TestRepository.with { repository in
            let root = try await repository.commit()
            var others: [CommitID] = []
            for _ in 0..<3 {
                try await repository.git("checkout", "--quiet", "--detach", root.value)
                others.append(try await repository.commit())
            }
            try await repository.git("checkout", "--quiet", "main")
            let current = try await repository.commit()

            let counter = try GitCounter(in: repository.folder)
            let git = try #require(try await GitRepository.find(from: repository.folder, git: GitProgram(environment: counter.environment)))
            #expect(try counter.take() == 1)
            _ = try await git.ancestry(of: [CommitID](), from: [current])
            #expect(try counter.take() == 0)
            _ = try await git.ancestry(of: [root], from: [current])
            #expect(try counter.take() == 2)
            _ = try await git.ancestry(of: [root] + others + AncestryTests.absent, from: [current])
            #expect(try counter.take() == 3)
            let absent = try (0..<3000).map { try #require(CommitID(String(String($0 + 1_000_000).reversed()) + String(repeating: "a", count: 33))) }
            _ = try await git.ancestry(of: [root] + others + absent, from: [current, others[0]])
            #expect(try counter.take() == 5)
            _ = try await git.head()
            #expect(try counter.take() == 1)
        }
    }

    @Test(.enabled(if: GitProgram().executable == "/usr/bin/git"))
    func `They don't grow with the files, and attributes cost one more`() async throws {
        try await TestRepository.with { repository in
            for number in 0..<200 { try repository.write("\(number)", to: "folder\(number % 7)/\(number)") }
            try await repository.git("add", ".")
            try await repository.commit()
            #expect(try await commands(in: repository) == ["config", "diff-files", "rev-parse"])
            try repository.write("* text=auto\n", to: "folder1/.gitattributes")
            #expect(try await commands(in: repository) == ["check-attr", "diff-files", "rev-parse"])
        }
    }

    /// What git is run for to know of all files.
    private func commands(in repository: TestRepository) async throws -> [String] {
        var repository = repository
        let trace = repository.folder + "-trace"
        repository.environment["GIT_TRACE"] = trace
        let tracked = try #require(try await repository.tracked())
        #expect(try await tracked.changed() == [])
        #expect(tracked.objectIDs.count == 200)
        defer { unlink(trace) }
        return try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n").compactMap { line in
            line.firstRange(of: "built-in: git ").map { String(line[$0.upperBound...].prefix { $0 != " " }) }
        }.sorted()
    }
}
