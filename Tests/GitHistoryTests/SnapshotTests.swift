import Foundation
import StageModel
import StowageTestSupport
import Testing

@testable import GitHistory

@Suite("Git snapshot", .enabled(if: Tool.areExpected("git")))
struct SnapshotTests {
    @Test(arguments: ["sha1", "sha256"]) func `Has the remote's branches and tags, and what they reach`(objectFormat: String) async throws {
        let build = { (builder: inout HistoryBuilder) in
            try builder.commit("one", at: 1000)
            try builder.commit("two", at: 2000)
            try builder.branch("merged", at: "two")
            try builder.commit("side", on: "merged", at: 2500)
            // Its clock is wrong: earlier than both parents.
            try builder.merge("merge", of: "merged", at: 500)
            builder.removeBranch("merged")
            try builder.branch("feature/überall#1'\"", at: "one")
            try builder.commit("feature", on: "feature/überall#1'\"", at: 3000)
            // Rebased: the old commit is no longer reached.
            try builder.branch("rebased", at: "one")
            try builder.commit("old", on: "rebased", at: 2100)
            try builder.commit("new", on: "rebased", parents: ["two"], at: 2200)
            try builder.commit("lost", on: "deleted", parents: ["two"], at: 2300)
            builder.removeBranch("deleted")
            try builder.tag("light", at: "side")
            try builder.annotatedTag("annotated", of: "one", at: 4000)
            try builder.annotatedTag("nested", of: "annotated", at: 5000)
            try builder.annotatedTag("undated", of: "two", at: nil)
            try builder.tag("light-of-annotated", at: "annotated")
            try builder.tagsOfFile(annotated: "file", lightweight: "light-file")
            // Only a tag leads here.
            try builder.commit("released", on: "release", parents: ["one"], at: 6000)
            try builder.annotatedTag("v1", of: "released", at: 6001)
            builder.removeBranch("release")
            try builder.commit("unrelated", on: "other", at: 100)
        }
        try await ClonedHistory.with(objectFormat: objectFormat, build) { history in
            let clone = try await history.clone()
            let expected = [
                "branch feature/überall#1'\" feature 3000", "branch main merge 500", "branch other unrelated 100", "branch rebased new 2200",
                "tag annotated one 4000", "tag light side 2500", "tag light-of-annotated one 4000", "tag nested one 5000", "tag undated two 2000",
                "tag v1 released 6001",
            ]
            for folder in [
                clone, history.origin, try await history.clone("--mirror", named: "mirror"), try await history.clone("--bare", named: "bare"),
            ] {
                let snapshot = try await folder.found().snapshot()
                #expect(
                    try snapshot.described(by: history.remote, "one", "two", "side", "merge", "feature", "new", "released", "unrelated") == expected)
                #expect(snapshot.graph.count == 8)
                #expect(try snapshot.hasCommits("old", "lost", "side", of: history.remote) == [false, false, true])
                let merge = try #require(snapshot.graph.position(of: history.remote["merge"]))
                #expect(
                    try snapshot.graph.parents(of: merge).map { snapshot.graph.commit(at: Int($0)) } == [
                        history.remote["two"], history.remote["side"],
                    ])
            }

            // What is checked out, and branches and tags of the clone alone, don't matter.
            try await clone.git("checkout", "--quiet", "--detach", "HEAD")
            try await clone.git("checkout", "--quiet", "-b", "mine")
            let mine = try await clone.commit()
            try await clone.git("tag", "mine")
            try await clone.git("update-ref", "-d", "refs/remotes/origin/other")
            let snapshot = try await clone.found().snapshot()
            #expect(snapshot.references.count == expected.count)
            #expect(snapshot.graph.position(of: mine) == nil)
            #expect(try snapshot.hasCommits("unrelated", of: history.remote) == [true])
        }
    }

    @Test func `Of thousands of commits, in five runs of git`() async throws {
        let build = { (builder: inout HistoryBuilder) in
            for number in 0..<2000 {
                try builder.commit("\(number)", at: 1_600_000_000 + Int64(number * 60 % 7000))
                // More than a pipe holds, of ids.
                if number < 1700 { try builder.branch("branch\(number)", at: "\(number)") }
                if number % 10 == 0 { try builder.annotatedTag("v\(number)", of: "\(number)", at: 1_700_000_000 + Int64(number)) }
            }
        }
        try await ClonedHistory.with(build) { history in
            let clone = try await history.clone()
            let counter = try GitCounter(in: history.path(""))
            let repository = try #require(try await GitRepository.find(from: clone.folder, git: GitProgram(environment: counter.environment)))
            _ = try counter.take()
            let snapshot = try await repository.snapshot()
            // config, ls-remote, cat-file, rev-list, and git-upload-pack of the remote where it is run by this name.
            #expect(try counter.take() <= 5)
            #expect(snapshot.graph.count == 2000)
            #expect(snapshot.references.count == 1701 + 200)
            #expect(
                snapshot.references.filter { $0.kind == .tag }.allSatisfy { $0.modifiedAt > Timestamp(millisecondsSince1970: 1_700_000_000_000 - 1) })
            let positions = try (0..<2000).map { try #require(snapshot.graph.position(of: history.remote["\($0)"])) }
            #expect(positions == (0..<2000).reversed())
        }
    }

    /// Everything would be gone, which is more likely the wrong remote.
    @Test func `Of nothing is refused`() async throws {
        try await ClonedHistory.with({ _ in }) { history in
            for repository in [try await history.clone(), history.origin] {
                let found = try await repository.found()
                let error = await #expect(throws: GitError.self) { _ = try await found.snapshot() }
                #expect(error?.code == .noCommits)
                #expect(error?.message.hasSuffix("has no branch and no tag; is it the right one?") == true)
            }
        }
    }

    @Test func `Of a clone that leaves out files, without a fetch`() async throws {
        let build = { (builder: inout HistoryBuilder) in
            for number in 0..<5 { try builder.commit("\(number)", at: Int64(number)) }
            try builder.annotatedTag("v1", of: "2", at: 100)
        }
        try await ClonedHistory.with(build) { history in
            try await history.origin.git("config", "uploadpack.allowFilter", "true")
            for filter in ["tree:0", "blob:none"] {
                var clone = try await history.clone("--filter=\(filter)", named: filter)
                let trace = history.path("trace")
                clone.environment["GIT_TRACE"] = trace
                let snapshot = try await clone.found().snapshot()
                #expect(snapshot.graph.count == 5)
                #expect(snapshot.references.count == 2)
                let commands = try String(contentsOfFile: trace, encoding: .utf8)
                #expect(commands.contains("rev-list"))
                #expect(!commands.contains("git fetch"))
            }
        }
    }
}
