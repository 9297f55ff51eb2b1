import Foundation
import StageModel
import StowageTestSupport
import Testing

@testable import GitHistory

/// Where the clone isn't all that the remote has, nothing is told, and the message has the command that mends it.
@Suite("Git snapshot where something is missing", .enabled(if: Tool.areExpected("git")))
struct SnapshotRefusalTests {
    private static func twoBranches(_ builder: inout HistoryBuilder) throws {
        for number in 0..<4 { try builder.commit("\(number)", at: Int64(number)) }
        try builder.branch("side", at: "1")
        try builder.commit("side", on: "side", at: 10)
        try builder.annotatedTag("v1", of: "1", at: 20)
    }

    /// Expects an error, does what it says, and has the snapshot then.
    private func mending(_ clone: TestRepository, _ code: GitError.Code, _ texts: String...) async throws -> GitSnapshot {
        let error = await #expect(throws: GitError.self) { try await clone.found().snapshot() }
        let message = try #require(error?.message)
        #expect(error?.code == code, "\(message)")
        for text in texts { #expect(message.contains(text), "\(message)") }
        let command = try #require(message.firstRange(of: "; run: ").map { String(message[$0.upperBound...]) })
        try await Shell.succeed("sh", ["-c", command], environment: clone.environment, in: clone.folder)
        return try await clone.found().snapshot()
    }

    @Test func `A clone of a single branch`() async throws {
        try await ClonedHistory.with(Self.twoBranches) { history in
            let clone = try await history.clone("--single-branch", "--no-tags")
            let snapshot = try await mending(
                clone, .missingObjects, "branch side",
                "git fetch origin '+refs/heads/*:refs/remotes/origin/*' '+refs/tags/*:refs/tags/*'")
            #expect(snapshot.references.count == 3)
            #expect(snapshot.graph.count == 5)
        }
    }

    @Test func `An annotated tag whose commit is there`() async throws {
        try await ClonedHistory.with(Self.twoBranches) { history in
            let snapshot = try await mending(try await history.clone("--no-tags"), .missingObjects, "not: tag v1;")
            #expect(snapshot.references.count == 3)
        }
    }

    @Test func `A shallow clone`() async throws {
        try await ClonedHistory.with(Self.twoBranches) { history in
            let snapshot = try await mending(try await history.clone("--depth=1"), .shallow, "git fetch --unshallow origin ")
            #expect(snapshot.graph.count == 5)
            // Also where all branches are there.
            _ = try await mending(try await history.clone("--depth=2", "--no-single-branch", named: "wide"), .shallow)
        }
    }

    @Test func `A branch that moved after the clone was made`() async throws {
        try await ClonedHistory.with(Self.twoBranches) { history in
            let clone = try await history.clone()
            let mirror = try await history.clone("--mirror", named: "mirror")
            try await Self.move("main", of: history)
            try await Self.move("side", of: history)
            for repository in [clone, mirror] {
                let snapshot = try await mending(repository, .missingObjects, "branch main, branch side;")
                #expect(snapshot.graph.count == 7)
            }
            #expect(try await mirror.git("for-each-ref", "refs/remotes").isEmpty)
        }
    }

    /// Adds a commit to a branch of the remote.
    static func move(_ branch: String, of history: ClonedHistory) async throws {
        let tree = try await history.origin.git("rev-parse", "\(branch)^{tree}").dropLast()
        let commit = try await history.origin.git("commit-tree", "-m", "moved", "-p", branch, String(tree)).dropLast()
        try await history.origin.git("update-ref", "refs/heads/\(branch)", String(commit))
    }

    @Test func `Many that are missing are counted`() async throws {
        try await ClonedHistory.with({ builder in
            try builder.commit("main", at: 1)
            for number in 0..<20 { try builder.commit("\(number)", on: "b\(number)", parents: ["main"], at: 2) }
        }) { history in
            let clone = try await history.clone("--single-branch")
            let error = await #expect(throws: GitError.self) { try await clone.found().snapshot() }
            #expect(error?.message.contains("branch b0, branch b1, branch b10 and 17 more; run") == true)
        }
    }

    @Test func `A remote that is gone, and one that refuses`() async throws {
        try await ClonedHistory.with(Self.twoBranches) { history in
            let clone = try await history.clone()
            try FileManager.default.moveItem(atPath: history.remote.folder, toPath: history.path("moved"))
            for fetch in [false, true] {
                let error = await #expect(throws: GitError.self) { try await clone.found().snapshot(fetch: fetch) }
                #expect(error?.code == .unreachableRemote)
                #expect(error?.message.hasPrefix("the remote origin doesn't tell which branches and tags it has: ") == true)
            }
            // Nobody listens on this port.
            let port = try LoopbackPort.free()
            try await clone.git("remote", "set-url", "origin", "http://user:secret@127.0.0.1:\(port)/repository")
            let error = await #expect(throws: GitError.self) { try await clone.found().snapshot() }
            #expect(error?.code == .unreachableRemote)
            #expect(error?.message.contains("secret") == false, "\(error?.message ?? "")")
        }
    }

    @Test func `A mirror does not answer for a remote that is gone`() async throws {
        try await ClonedHistory.with(Self.twoBranches) { history in
            let mirror = try await history.clone("--mirror")
            try FileManager.default.moveItem(atPath: history.remote.folder, toPath: history.path("moved"))
            #expect(await #expect(throws: GitError.self) { try await mirror.found().snapshot() }?.code == .unreachableRemote)
        }
    }

    @Test func `Which remote it is has to be clear`() async throws {
        try await ClonedHistory.with(Self.twoBranches) { history in
            let clone = try await history.clone()
            // The only one serves, whatever its name.
            try await clone.git("remote", "rename", "origin", "it's.mine")
            #expect(try await clone.found().snapshot().references.count == 3)
            try await Self.move("main", of: history)
            _ = try await mending(clone, .missingObjects, #"git fetch 'it'\''s.mine' '+refs"#)
            try await clone.git("remote", "add", "another", "file:///nowhere")
            let several = await #expect(throws: GitError.self) { try await clone.found().snapshot() }
            #expect(several?.code == .noRemote)
            #expect(several?.message.contains("another, it's.mine") == true)
            try await clone.git("remote", "rename", "it's.mine", "origin")
            #expect(try await clone.found().snapshot().references.count == 3)
        }
        try await TestRepository.with { repository in
            try await repository.commit()
            #expect(await #expect(throws: GitError.self) { try await repository.found().snapshot() }?.code == .noRemote)
        }
    }

    @Test(arguments: [false, true]) func `A commit that is damaged`(isPartial: Bool) async throws {
        try await ClonedHistory.with(Self.twoBranches) { history in
            let clone = try await history.clone()
            if isPartial { try await clone.git("config", "remote.origin.promisor", "true") }
            let packs = clone.folder + "/.git/objects/pack"
            try FileManager.default.moveItem(atPath: packs, toPath: history.path("packs"))
            try await Shell.succeed(
                "sh", ["-c", "for pack in '\(history.path("packs"))'/*.pack; do git unpack-objects -q < $pack; done"], environment: clone.environment,
                in: clone.folder)
            let lost = try history.remote["1"].value
            try FileManager.default.removeItem(atPath: "\(clone.folder)/.git/objects/\(lost.prefix(2))/\(lost.dropFirst(2))")
            let error = await #expect(throws: GitError.self) { try await clone.found().snapshot() }
            #expect(error?.message.contains(lost) == true, "\(error?.message ?? "")")
            if isPartial {
                #expect(error?.message.contains("git fetch --refetch --no-filter origin") == true, "\(error?.message ?? "")")
            }
        }
    }

    @Test func `A bare repository that has no remote and is damaged`() async throws {
        try await ClonedHistory.with(Self.twoBranches) { history in
            try Data("\(String(repeating: "1", count: 40))\n".utf8).write(to: URL(filePath: history.remote.folder + "/refs/heads/broken"))
            await #expect(throws: GitError.self) { try await history.origin.found().snapshot() }
        }
    }
}
