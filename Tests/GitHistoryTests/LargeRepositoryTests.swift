import StageModel
import StowageTestSupport
import Testing

@testable import GitHistory

@Suite("Large repositories", .enabled(if: Tool.areExpected("git")))
struct LargeRepositoryTests {
    /// 20,000 commits on `main`, 400 branches of one commit, and 5,000 commits of an unrelated history.
    private let history = """
        awk '
          function commit(branch, number, parent) {
            mark++
            printf "commit refs/heads/%s\\nmark :%d\\ncommitter A <a@b> %d +0000\\ndata 6\\n%d\\n", branch, mark, 1600000000 + number * 60, 100000 + number
            if (parent) printf "from :%d\\n", parent
            return mark
          }
          BEGIN {
            for (number = 0; number < 20000; number++) {
              if (number % 50 == 25) commit("side" int(number / 50), number + 1, last)
              last = commit("main", number, last)
            }
            for (number = 0; number < 5000; number++) other = commit("unrelated", number + 3, other)
          }' | git fast-import --quiet
        """

    @Test func `A thousand candidates in a history of twenty-five thousand commits`() async throws {
        try await TestRepository.with { repository in
            try await Shell.succeed("sh", ["-c", history], environment: repository.environment, in: repository.folder)
            let main = try await repository.git("rev-list", "main").split(separator: "\n").compactMap { CommitID($0) }
            let sides = try await repository.git("for-each-ref", "--format=%(objectname)", "refs/heads/side*").split(separator: "\n").compactMap {
                CommitID($0)
            }
            let unrelated = try await repository.commit(of: "unrelated")
            try #require(main.count == 20_000 && sides.count == 400)
            let ancestors = stride(from: 0, to: main.count, by: 33).map { main[$0] }

            let git = try await repository.found()
            let begin = ContinuousClock.now
            let ancestry = try await git.ancestry(of: ancestors + sides + [unrelated], from: [main[0]])
            let duration = ContinuousClock.now - begin
            #expect(ancestors.allSatisfy { ancestry[$0] == .ancestor })
            #expect((sides + [unrelated]).allSatisfy { ancestry[$0] == .notAncestor })
            #expect(duration < .seconds(5), "it takes some 0.2 s")
        }
    }
}
