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

    @Test func `They don't grow with the files`() async throws {
        try await TestRepository.with { repository in
            try repository.write("* text=auto\n", to: ".gitattributes")
            for number in 0..<200 { try repository.write("\(number)", to: "folder\(number % 7)/\(number)") }
            try await repository.git("add", ".")
            try await repository.commit()
            let counter = try GitCounter(in: repository.folder)
            let git = try #require(try await GitRepository.find(from: repository.folder, git: GitProgram(environment: counter.environment)))
            _ = try counter.take()
            #expect(try await git.cleanFiles(under: repository.folder).count == 201)
            #expect(try counter.take() == 6)
        }
    }
}
