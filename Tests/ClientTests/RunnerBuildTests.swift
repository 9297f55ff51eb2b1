import Foundation
import StowageTestSupport
import Testing

/// A real project, built in stages by `Scripts/build.sh`, on two branches and in work folders that begin empty.
@Suite("A build in stages", .enabled(if: Tool.areExpected("git", "cc"), "git and a C compiler are not installed"), .timeLimit(.minutes(5)))
struct RunnerBuildTests {
    @Test("A stage built once is never built again, on whatever branch and in whatever folder, and a change reruns what is behind it")
    func buildTwice() async throws {
        try await withProject { project in
            let first = try await project.checkout("main", as: "first")
            let cold = try await project.build(in: first)
            #expect(cold.ran == ["tool", "assets", "package", "manual"])
            #expect(cold.messages.contains("no earlier stage named tool"), "\(cold.messages)")

            let second = try await project.checkout("feature", as: "second")
            let warm = try await project.build(in: second)
            #expect(warm.ran.isEmpty, "a second build ran \(warm.ran): \(warm.messages)")
            // Kinds, modes, links, sizes and times to the nanosecond, and then the bytes.
            #expect(try await project.listing(of: second) == project.listing(of: first))
            try await Shell.succeed("diff", ["-r", "--no-dereference", "\(first)/build", "\(second)/build"])
            let links = try await Shell.succeed("stat", ["-c", "%i", "\(second)/build/assets/red.pal", "\(second)/build/assets/warm.pal"])
            #expect(Set(links.text.split(separator: "\n")).count == 1, "the hard link was not restored")

            try project.scratch.write("10 20 30\n", to: "second/assets/blue.txt")
            let changed = try await project.build(in: second)
            #expect(changed.ran == ["assets", "package"])
            #expect(changed.explanation(of: "assets").contains("assets/blue.txt"), "\(changed.messages)")
            #expect(changed.explanation(of: "assets").contains("on main"), "\(changed.messages)")
            #expect(!changed.explanation(of: "assets").contains("red.txt"))
            #expect(changed.explanation(of: "package").contains("stage before") || changed.explanation(of: "package").contains("parent"))

            // Back to what it was: everything is there.
            try await project.git(["checkout", "--", "assets/blue.txt"], in: second)
            #expect(try await project.build(in: second).ran.isEmpty)

            try await project.git(["checkout", "changed-tool"], in: second)
            let tool = try await project.build(in: second)
            #expect(tool.ran == ["tool", "assets", "package"])
            #expect(tool.explanation(of: "tool").contains("tool/hash.c"), "\(tool.messages)")
        }
    }

    @Test("A variable that was named counts, and its value stands nowhere")
    func variable() async throws {
        try await withProject { project in
            let folder = try await project.checkout("main", as: "work")
            _ = try await project.build(in: folder, variables: ["CFLAGS": "-O1 -DSECRET_4711"])
            let changed = try await project.build(in: folder, variables: ["CFLAGS": "-O2"])
            #expect(changed.ran.first == "tool")
            #expect(changed.explanation(of: "tool").contains("CFLAGS"), "\(changed.messages)")
            #expect(!changed.messages.contains("4711"))
            let kept = try await Shell.run("grep", ["-rl", "SECRET_4711", project.server.dataFolder])
            #expect(kept.text.isEmpty, "the value of the variable is kept in \(kept.text)")
        }
    }

    private func withProject(_ body: (Project) async throws -> Void) async throws {
        try await ScratchFolder.with { scratch in
            try await withLiveServer { server in
                let project = Project(scratch: scratch, server: server)
                try await project.create()
                try await body(project)
            }
        }
    }
}
