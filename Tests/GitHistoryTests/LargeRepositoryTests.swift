import Foundation
import StageModel
import StowageTestSupport
import Testing

@testable import GitHistory

@Suite("Large repositories", .enabled(if: Tool.areExpected("git")))
struct LargeRepositoryTests {
    /// 20,000 commits on `main`, 400 short branches, and as many commits again of an unrelated history.
    private func history() -> String {
        var stream = ""
        var mark = 0
        func commit(_ branch: String, _ number: Int, from parent: Int?) -> Int {
            mark += 1
            stream +=
                "commit refs/heads/\(branch)\nmark :\(mark)\ncommitter A <a@b> \(1_600_000_000 + number * 60) +0000\ndata 6\n\(100_000 + number)\n"
            if let parent { stream += "from :\(parent)\n" }
            return mark
        }
        var last: Int?
        for number in 0..<20_000 {
            if number % 50 == 25 { _ = commit("side\(number / 50)", number + 1, from: last) }
            last = commit("main", number, from: last)
        }
        var other: Int?
        for number in 0..<20_000 { other = commit("unrelated", number + 3, from: other) }
        return stream
    }

    @Test func `A thousand candidates in a history of forty thousand commits`() async throws {
        try await TestRepository.with { repository in
            let stream = repository.folder + "-stream"
            try Data(history().utf8).write(to: URL(filePath: stream))
            try await Shell.succeed(
                "sh", ["-c", "git fast-import --quiet < \"$0\"", stream], environment: repository.environment, in: repository.folder)
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
            #expect(duration < .seconds(5), "it takes some 0.3 s")
            print("ancestry of \(ancestors.count + sides.count + 1) commits: \(duration)")
        }
    }
}
