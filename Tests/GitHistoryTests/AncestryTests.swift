import StageModel
import StowageTestSupport
import Testing

@testable import GitHistory

@Suite("Ancestry", .enabled(if: Tool.areExpected("git")))
struct AncestryTests {
    static let absent = [
        CommitID(String(repeating: "1", count: 40)), CommitID(String(repeating: "a", count: 64)),
    ].compactMap { $0 }

    @Test func `Branches and merges`() async throws {
        try await TestRepository.with { repository in
            let root = try await repository.commit()
            let fork = try await repository.commit()
            try await repository.git("checkout", "--quiet", "-b", "merged")
            let merged = try await repository.commit()
            try await repository.git("checkout", "--quiet", "-b", "open", fork.value)
            let open = try await repository.commit()
            try await repository.git("checkout", "--quiet", "main")
            let main = try await repository.commit()
            try await repository.git("merge", "--quiet", "--no-ff", "--message", "m", "merged")
            let merge = try await repository.commit(of: "HEAD")
            try await repository.git("checkout", "--quiet", "--orphan", "unrelated")
            let unrelated = try await repository.commit()

            let git = try await repository.found()
            let ancestry = try await git.ancestry(of: [root, fork, merged, open, main, merge, unrelated], from: [merge])
            for commit in [root, fork, merged, main, merge] { #expect(ancestry[commit] == .ancestor) }
            for commit in [open, unrelated] { #expect(ancestry[commit] == .notAncestor) }

            let before = try await git.ancestry(of: [root, merged, merge], from: [main])
            #expect(before[root] == .ancestor)
            #expect(before[merged] == .notAncestor)
            #expect(before[merge] == .notAncestor, "a descendant is no ancestor")

            // Both sides of a merge that nobody made.
            let both = try await git.ancestry(of: [root, fork, main, open], from: [main, open])
            for commit in [root, fork] { #expect(both[commit] == .ancestor) }
            for commit in [main, open] { #expect(both[commit] == .notAncestor) }
        }
    }

    @Test func `A commit that isn't in the clone is said`() async throws {
        try await TestRepository.with { repository in
            let commit = try await repository.commit()
            try repository.write("1", to: "file")
            try await repository.git("add", ".")
            let current = try await repository.commit()
            // Objects that are no commits, and a branch that is called like a commit.
            let blob = try await repository.commit(of: "HEAD:file")
            try await repository.git("tag", "--annotate", "--message", "x", "v1")
            let tag = try await repository.commit(of: "refs/tags/v1")
            try await repository.git("update-ref", "refs/heads/\(Self.absent[0])", commit.value)

            let ancestry = try await repository.found().ancestry(of: Self.absent + [commit, blob, tag], from: [current])
            #expect(ancestry[commit] == .ancestor)
            for absent in Self.absent + [blob, tag] {
                #expect(ancestry[absent] == .unknown(reason: "commit \(absent) is not in this clone; run: git fetch origin"))
            }
        }
    }

    @Test func `A current commit that isn't in the clone is an error`() async throws {
        try await TestRepository.with { repository in
            let commit = try await repository.commit()
            for current in [[Self.absent[0]], [commit, Self.absent[0]], []] {
                let error = await #expect(throws: GitError.self) { try await repository.found().ancestry(of: [commit], from: current) }
                #expect(error?.code == .unknownCommit)
            }
        }
    }

    /// Git's own walk ends by dates, and calls these commits no ancestors.
    @Test(arguments: [4, 40])
    func `Clocks that were wrong change no answer`(count: Int) async throws {
        try await TestRepository.with { repository in
            // All that is old came from a clock far ahead.
            var old: [CommitID] = []
            for _ in 0..<count { old.append(try await repository.commit(dated: "2030-01-01T00:00:00Z")) }
            for _ in 0..<8 { try await repository.commit(dated: "2024-01-01T00:00:00Z") }
            let main = try await repository.commit(dated: "2024-01-02T00:00:00Z")
            let side = try await repository.commit(dated: "2023-01-01T00:00:00Z")
            let ancestry = try await repository.found().ancestry(of: old + [side], from: [main])
            for commit in old { #expect(ancestry[commit] == .ancestor) }
            #expect(ancestry[side] == .notAncestor)
        }
    }

    @Test func `A branch made by a clock that was behind, and merged, changes no answer`() async throws {
        try await TestRepository.with { repository in
            try await repository.commit(dated: "2024-01-01T09:00:00Z")
            try await repository.git("checkout", "--quiet", "-b", "side")
            let candidate = try await repository.commit(dated: "2024-01-01T09:30:00Z")
            for _ in 0..<8 { try await repository.commit(dated: "2023-01-01T08:00:00Z") }
            try await repository.git("checkout", "--quiet", "main")
            try await repository.commit(dated: "2024-01-01T09:10:00Z")
            try await repository.git("merge", "--quiet", "--no-ff", "--message", "m", "side", dated: "2024-01-01T10:00:00Z")
            let current = try await repository.commit(of: "HEAD")
            #expect(try await repository.found().ancestry(of: [candidate], from: [current])[candidate] == .ancestor)
        }
    }

    @Test func `Replaced and grafted history is not taken for the real one`() async throws {
        try await TestRepository.with { repository in
            let first = try await repository.commit()
            let second = try await repository.commit()
            try await repository.git("replace", "--graft", second.value)
            #expect(try await repository.found().ancestry(of: [first], from: [second])[first] == .ancestor)
        }
    }
}
