import StageModel
import StowageTestSupport
import Testing

@testable import GitHistory

@Suite("HEAD", .enabled(if: Tool.areExpected("git")))
struct HeadTests {
    @Test func `A branch is checked out`() async throws {
        try await TestRepository.with { repository in
            let commit = try await repository.commit()
            #expect(try await repository.found().head() == GitHead(commit: commit, reference: "main", isShallow: false))
            try await repository.git("tag", "v1")
            try await repository.git("checkout", "--quiet", "-b", "feature/a b".replacing(" ", with: "-"))
            #expect(try await repository.found().head().reference == "feature/a-b")
        }
    }

    @Test func `Without a branch, the newest tag of the commit names it`() async throws {
        try await TestRepository.with { repository in
            try await repository.commit()
            try await repository.git("tag", "elsewhere")
            let commit = try await repository.commit(dated: "2024-01-01T00:00:00Z")
            try await repository.git("checkout", "--quiet", "--detach")
            #expect(try await repository.found().head() == GitHead(commit: commit, reference: nil, isShallow: false))
            try await repository.git("tag", "--annotate", "--message", "x", "v1", dated: "2024-01-02T00:00:00Z")
            #expect(try await repository.found().head().reference == "v1")
            try await repository.git("tag", "--annotate", "--message", "x", "a/2", dated: "2024-01-03T00:00:00Z")
            #expect(try await repository.found().head().reference == "a/2")
        }
    }

    @Test func `Without a commit there is no current one`() async throws {
        try await TestRepository.with { repository in
            let error = await #expect(throws: GitError.self) { try await repository.found().head() }
            #expect(error?.code == .noCommits)
        }
    }

    @Test func `Objects of SHA-256 are commits`() async throws {
        try await withTemporaryDirectory { folder in
            let repository = TestRepository(folder: folder)
            try await repository.git("init", "--quiet", "--object-format=sha256")
            try repository.write("1", to: "file")
            try await repository.git("add", ".")
            let first = try await repository.commit()
            let second = try await repository.commit()
            #expect(second.value.count == 64)
            #expect(try await repository.found().head().commit == second)
            #expect(try await repository.found().ancestry(of: [first], from: [second])[first] == .ancestor)
            #expect(try await repository.believed()["file"]?.count == 64)
        }
    }

    @Test func `A shallow clone says so`() async throws {
        try await TestRepository.with { repository in
            try await repository.commit()
            let commit = try await repository.commit()
            let clone = try await repository.clone(to: repository.folder + "-clone", "--depth=1")
            #expect(try await clone.found().head() == GitHead(commit: commit, reference: "main", isShallow: true))
        }
    }
}
