import Foundation
import StageModel
import StowageTestSupport
import Testing

@testable import GitHistory

@Suite("Git snapshot that fetches, and mirrors", .enabled(if: Tool.areExpected("git")))
struct SnapshotFetchTests {
    private static func history(_ builder: inout HistoryBuilder) throws {
        for number in 0..<4 { try builder.commit("\(number)", at: Int64(number)) }
        try builder.branch("side", at: "1")
        try builder.commit("side", on: "side", at: 10)
        try builder.annotatedTag("v1", of: "1", at: 20)
    }

    @Test(arguments: [[], ["--single-branch", "--no-tags"], ["--depth=1"], ["--mirror"], ["--bare"]])
    func `Brings what the clone has not`(options: [String]) async throws {
        try await ClonedHistory.with(Self.history) { history in
            let folder = history.path("clone")
            try await Shell.succeed(
                "git", ["clone", "--quiet"] + options + ["file://\(history.remote.folder)", folder], environment: TestRepository.isolated)
            let clone = TestRepository(folder: folder)
            // A folder takes the place of a branch, and a tag moves.
            try await history.origin.git("branch", "-m", "side", "side/deep")
            try await history.origin.git("tag", "-f", "v1", "main")
            try await SnapshotRefusalTests.move("main", of: history)
            let snapshot = try await clone.found().snapshot(fetch: true)
            #expect(snapshot.references.map(\.name) == ["main", "side/deep", "v1"])
            #expect(snapshot.graph.count == 6)
            #expect(try await clone.found().snapshot().references == snapshot.references)
            let commit = try await clone.commit(of: "v1")
            #expect(try commit == history.remote["3"])
        }
    }

    @Test func `Keeps the branches of a bare repository that is no mirror`() async throws {
        try await ClonedHistory.with(Self.history) { history in
            let clone = try await history.clone("--bare")
            try await clone.git("branch", "mine", "main")
            _ = try await clone.found().snapshot(fetch: true)
            #expect(try await clone.commit(of: "refs/heads/mine") == history.remote["3"])
        }
    }

    @Test func `Makes a mirror, and keeps it up to date`() async throws {
        try await ClonedHistory.with(Self.history) { history in
            let folder = history.path("mirror")
            let url = "file://\(history.remote.folder)"
            let git = GitProgram(environment: TestRepository.isolated)
            func fetch(_ url: String? = nil) async throws -> GitSnapshot {
                try await GitRepository.fetchMirror(folder, from: url, timeLimit: .seconds(30), git: git).snapshot()
            }
            let nothing = await #expect(throws: GitError.self) { try await fetch() }
            #expect(nothing?.code == .noRemote)
            // Half of a mirror, from a run that was killed.
            try FileManager.default.createDirectory(atPath: folder + ".new/objects", withIntermediateDirectories: true)
            try await history.origin.git("update-ref", "refs/merge-requests/1/head", "main")
            #expect(try await fetch(url).references.count == 3)
            #expect(try await TestRepository(folder: folder).git("for-each-ref", "refs/merge-requests").isEmpty)

            try await SnapshotRefusalTests.move("main", of: history)
            try await history.origin.git("branch", "-D", "side")
            let snapshot = try await fetch()
            #expect(snapshot.references.map(\.name) == ["main", "v1"])
            #expect(try await TestRepository(folder: folder).git("for-each-ref", "--format=%(refname)", "refs/heads") == "refs/heads/main\n")

            // The remote moves.
            try FileManager.default.moveItem(atPath: history.remote.folder, toPath: history.path("moved"))
            #expect(await #expect(throws: GitError.self) { try await fetch() }?.code == .unreachableRemote)
            #expect(try await fetch("file://\(history.path("moved"))").references == snapshot.references)
        }
    }

    @Test func `A mirror of the user's own serves`() async throws {
        try await ClonedHistory.with(Self.history) { history in
            let mirror = try await history.clone("--mirror")
            try await SnapshotRefusalTests.move("main", of: history)
            let snapshot = try await GitRepository.fetchMirror(
                mirror.folder, from: nil, timeLimit: .seconds(30), git: GitProgram(environment: mirror.environment)
            ).snapshot()
            #expect(snapshot.graph.count == 6)
        }
    }

    @Test func `Leaves alone what is no mirror`() async throws {
        try await ClonedHistory.with(Self.history) { history in
            let git = GitProgram(environment: TestRepository.isolated)
            let clone = try await history.clone()
            let inside = clone.folder + "/folder"
            try FileManager.default.createDirectory(atPath: inside, withIntermediateDirectories: true)
            let bare = try await history.clone("--bare", named: "bare")
            for folder in [clone.folder, inside, bare.folder, history.path("")] {
                let error = await #expect(throws: GitError.self) {
                    try await GitRepository.fetchMirror(folder, from: "file://\(history.remote.folder)", timeLimit: .seconds(30), git: git)
                }
                #expect(error?.code == .noRemote)
            }
        }
    }

    /// A remote that takes the connection and says nothing, as a firewall may let it look.
    @Test func `Waits no longer than it may, and leaves no process and no half mirror`() async throws {
        try await withTemporaryDirectory { parent in
            let git = GitProgram(
                environment: TestRepository.isolated.merging(["GIT_SSH_COMMAND": "echo $$ > '\(parent)/pid'; exec sleep 1000; #"]) { $1 })
            let begin = ContinuousClock.now
            let error = await #expect(throws: GitError.self) {
                try await GitRepository.fetchMirror("\(parent)/mirror", from: "ssh://host/repository", timeLimit: .seconds(1), git: git)
            }
            #expect(error?.code == .timedOut)
            #expect(ContinuousClock.now - begin < .seconds(20))
            #expect(!FileManager.default.fileExists(atPath: "\(parent)/mirror"))
            let pid = try #require(Int32(String(contentsOfFile: "\(parent)/pid", encoding: .utf8).dropLast()))
            // It gets the signal when git does, and may take a moment.
            let end = ContinuousClock.now + .seconds(10)
            while Self.runs(pid), ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
            #expect(!Self.runs(pid))
        }
    }

    private static func runs(_ pid: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
        return !status.contains(") Z ")
    }
}
