import Foundation
import StageModel
import StowageTestSupport
import Testing

@testable import GitHistory

@Suite("Finding a repository", .enabled(if: Tool.areExpected("git")))
struct FindTests {
    @Test func `A folder in no repository has none`() async throws {
        try await withTemporaryDirectory { folder in
            let found = try await TestRepository(folder: folder).find()
            #expect(found == nil)
        }
    }

    @Test func `A folder that isn't there is an error`() async throws {
        try await withTemporaryDirectory { folder in
            let error = await #expect(throws: GitError.self) { try await TestRepository(folder: folder + "/none").find() }
            #expect(error?.code == .failed)
            #expect(error?.message.contains("none") == true)
        }
    }

    @Test(arguments: ["repository", "with space", "-leading dash", "two\nlines", "last\n", "ünï'\"$x"])
    func `Any name of a folder will do`(name: String) async throws {
        try await TestRepository.with(named: name) { repository in
            try repository.write("1", to: "-sub/file")
            try await repository.git("add", ".")
            let commit = try await repository.commit()
            #expect(try await repository.found(in: "-sub").head().commit == commit)
            #expect(try await repository.found().shallowCommits().isEmpty)
            // Two names in one answer of git are told apart, or nothing is believed.
            #expect(try await repository.believed(below: "-sub").count == 1)
        }
    }

    @Test func `A bare repository answers about commits, and has no files`() async throws {
        try await TestRepository.with { repository in
            try repository.write("1", to: "file")
            try await repository.git("add", ".")
            let commit = try await repository.commit()
            let bare = try await repository.clone(to: repository.folder + ".git", "--bare")
            #expect(try await bare.found().head().commit == commit)
            #expect(try await bare.found().ancestry(of: [commit], from: [commit])[commit] == .ancestor)
            #expect(try await bare.tracked() == nil)
            #expect(try await repository.found(in: ".git").head().commit == commit)
            #expect(try await repository.tracked(below: ".git") == nil)
        }
    }

    @Test func `A second work tree is a repository`() async throws {
        try await TestRepository.with { repository in
            let commit = try await repository.commit()
            let tree = TestRepository(folder: repository.folder + "-tree")
            try await repository.git("worktree", "add", "--quiet", "-b", "other", tree.folder)
            let second = try await tree.commit()
            #expect(try await tree.found().head().reference == "other")
            #expect(try await tree.found().ancestry(of: [commit, second], from: [second])[commit] == .ancestor)
            #expect(try await tree.found().commonFolder == repository.found().commonFolder)
        }
    }

    @Test func `A caller's git points at no repository here`() async throws {
        try await TestRepository.with { repository in
            let commit = try await repository.commit()
            let other = try await TestRepository.make(repository.folder + "-other")
            try await other.commit()
            // As in a hook of the other repository; what this process has is what a child inherits.
            for (name, value) in [("GIT_DIR", other.folder + "/.git"), ("GIT_WORK_TREE", other.folder), ("GIT_INDEX_FILE", "/nonexistent")] {
                setenv(name, value, 1)
            }
            defer { for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] { unsetenv(name) } }
            #expect(try await repository.found().head().commit == commit)
        }
    }

    @Test func `A missing git is said`() async throws {
        try await withTemporaryDirectory { folder in
            let error = await #expect(throws: GitError.self) { try await TestRepository(folder: folder, environment: ["PATH": folder]).find() }
            #expect(error?.code == .notInstalled)
        }
    }

    @Test func `Somebody else's repository is said, with what allows it`() async throws {
        try await TestRepository.with { repository in
            let stranger = TestRepository(
                folder: repository.folder, environment: TestRepository.isolated.merging(["GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"]) { $1 })
            let error = await #expect(throws: GitError.self) { try await stranger.find() }
            #expect(error?.code == .unsafeOwnership)
            #expect(error?.message.contains("git config --global --add safe.directory") == true)
            #expect(error?.message.contains("repository") == true)
        }
    }

    @Test func `A cancelled question has no answer`() async throws {
        try await TestRepository.with { repository in
            let question = Task { try await repository.find() }
            question.cancel()
            await #expect(throws: CancellationError.self) { try await question.value }
        }
    }

    @Test func `Another failure is quoted`() async throws {
        try await TestRepository.with { repository in
            try repository.write("[core\n", to: ".git/config")
            let error = await #expect(throws: GitError.self) { try await repository.find() }
            #expect(error?.code == .failed)
            #expect(error?.message.contains("bad config") == true)
        }
    }
}
