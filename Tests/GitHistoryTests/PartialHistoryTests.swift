import Foundation
import StageModel
import StowageTestSupport
import Testing

@testable import GitHistory

@Suite("Ancestry where a part is missing", .enabled(if: Tool.areExpected("git")))
struct PartialHistoryTests {
    @Test func `A shallow clone says what it can't tell`() async throws {
        try await TestRepository.with { repository in
            let first = try await repository.commit()
            try await repository.git("tag", "first")
            let second = try await repository.commit()
            let third = try await repository.commit()
            let clone = try await repository.clone(to: repository.folder + "-clone", "--depth=2")

            let before = try await clone.found().ancestry(of: [first, second, third], from: [third])
            for commit in [second, third] { #expect(before[commit] == .ancestor) }
            #expect(
                before[first] == .unknown(reason: "commit \(first) is not in this clone, which is shallow; run: git fetch --unshallow origin"))

            // Now the commit is there, and nothing that joins it to the others.
            try await clone.git("fetch", "--quiet", "--depth=1", "origin", "tag", "first")
            try await clone.git("fetch", "--quiet", "--depth=1", "origin", "main")
            let apart = try await clone.found().ancestry(of: [first], from: [third])[first]
            #expect(
                apart
                    == .unknown(
                        reason:
                            "this clone is shallow, and what it has doesn't tell whether commit \(first) came before the current one; run: git fetch --unshallow origin"
                    ))

            try await clone.git("fetch", "--quiet", "--unshallow", "origin")
            #expect(try await clone.found().ancestry(of: [first], from: [third])[first] == .ancestor)
        }
    }

    @Test func `A shallow clone is certain about a history that it has whole`() async throws {
        try await TestRepository.with { repository in
            for _ in 0..<3 { try await repository.commit() }
            let main = try await repository.commit(of: "main")
            try await repository.git("checkout", "--quiet", "--orphan", "short")
            let short = try await repository.commit()
            let clone = try await repository.clone(to: repository.folder + "-clone", "--depth=2", "--no-single-branch")
            #expect(try await clone.found().head().isShallow)
            #expect(try await clone.found().ancestry(of: [main], from: [short])[main] == .notAncestor)
            let cut = try await clone.found().ancestry(of: [short], from: [main])[short]
            guard case .unknown = cut else { return #expect(Bool(false), "\(cut)") }
            // A certain "no" of one is a "no" for both.
            #expect(try await clone.found().ancestry(of: [main], from: [main, short])[main] == .notAncestor)
        }
    }

    @Test func `A current commit beyond a shallow clone asks for the rest`() async throws {
        try await TestRepository.with { repository in
            let first = try await repository.commit()
            let second = try await repository.commit()
            let clone = try await repository.clone(to: repository.folder + "-clone", "--depth=1")
            let error = await #expect(throws: GitError.self) { try await clone.found().ancestry(of: [second], from: [first]) }
            #expect(error?.message.contains("git fetch --unshallow") == true)
        }
    }

    @Test func `A partial clone is never asked to fetch`() async throws {
        try await TestRepository.with { repository in
            try repository.write("1", to: "file")
            try repository.write("* text=auto\n", to: ".gitattributes")
            try await repository.git("add", ".")
            let first = try await repository.commit()
            let second = try await repository.commit()
            try await repository.git("config", "uploadpack.allowFilter", "true")
            var clone = try await repository.clone(to: repository.folder + "-clone", "--filter=tree:0")
            let trace = repository.folder + "-trace"
            clone.environment["GIT_TRACE"] = trace
            let ancestry = try await clone.found().ancestry(of: AncestryTests.absent + [first], from: [second])
            #expect(ancestry[first] == .ancestor)
            #expect(ancestry[AncestryTests.absent[0]] != .notAncestor)
            #expect(try await clone.believed().count == 2)
            let commands = try String(contentsOfFile: trace, encoding: .utf8)
            #expect(commands.contains("rev-list"))
            #expect(!commands.contains("fetch"))
        }
    }
}
