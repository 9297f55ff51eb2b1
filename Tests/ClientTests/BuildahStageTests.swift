import Foundation
import StageModel
import StowageTestSupport
import Testing

@Suite(
    "buildah and the stage cache", .enabled(if: Tool.areExpected("buildah", "busybox"), "buildah and busybox-static are not installed"),
    .timeLimit(.minutes(5)))
struct BuildahStageTests {
    @Test("What buildah caches in the registry are stages, and a machine that uses them is counted")
    func cacheTags() async throws {
        try await withTools { scratch, tool, server, stowage in
            let cache = "127.0.0.1:\(server.port)/team/cache"
            let arguments = tool.plainRegistry + ["--isolation", "chroot", "--layers", "--cache-to", cache, "--cache-from", cache]
            try scratch.write(
                """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "--install", "-s", "/bin"]
                RUN echo "made by a stage" > /made
                """, to: "context/Containerfile")
            try await tool.buildah("build", arguments + ["-t", "localhost/first", "context"])
            let pushed = try await stowage.stages(in: "team/cache", folder: scratch.path)
            #expect(pushed.count == 3)
            let hitsBefore = pushed.map(\.hits).reduce(0, +)

            try await tool.wipeStorage()
            let second = try await tool.buildah("build", arguments + ["-t", "localhost/second", "context"])
            #expect(second.allText.contains("Cache pulled from remote"))
            // Hits are counted in memory and written every few seconds.
            var used = try await stowage.stages(in: "team/cache", folder: scratch.path)
            for _ in 0..<60 where used.map(\.hits).reduce(0, +) < hitsBefore + 3 {
                try await Task.sleep(for: .milliseconds(500))
                used = try await stowage.stages(in: "team/cache", folder: scratch.path)
            }
            #expect(Set(used.map(\.stage.tag)) == Set(pushed.map(\.stage.tag)), "the second build made new stages")
            let unused = used.filter { $0.hits == 0 || $0.lastUsedAt == nil }
            #expect(unused.isEmpty)
        }
    }

    @Test("A stage that was pushed from a folder is what a build starts FROM")
    func baseOfABuild() async throws {
        try await withTools { scratch, tool, server, stowage in
            _ = try scratch.folder("root/bin")
            try FileManager.default.copyItem(atPath: try Tool.require("busybox"), toPath: scratch.path("root/bin/busybox"))
            try FileManager.default.createSymbolicLink(atPath: scratch.path("root/bin/sh"), withDestinationPath: "busybox")
            try scratch.write("content of the stage\n", to: "root/greeting")
            let signature = String(repeating: "5a", count: 32)
            try await stowage.succeed(["stage", "push", signature, scratch.path("root"), "--project", "team"], in: scratch.path)
            let tag = try #require(try await stowage.stages(in: "team/stages", folder: scratch.path).first).stage.tag
            #expect(tag.hasPrefix("\(signature)-"))

            try scratch.write(
                """
                FROM 127.0.0.1:\(server.port)/team/stages:\(tag)
                RUN ["/bin/busybox", "cp", "/greeting", "/copied"]
                RUN echo "and more" >> /copied
                """, to: "context/Containerfile")
            try await tool.buildah("build", tool.plainRegistry + ["--isolation", "chroot", "-t", "localhost/derived", "context"])
            try await tool.buildah("from", tool.plainRegistry + ["--name", "derived", "localhost/derived"])
            let copied = try await tool.buildah("run", ["--isolation", "chroot", "derived", "--", "/bin/busybox", "cat", "/copied"])
            #expect(copied.text == "content of the stage\nand more\n")
        }
    }

    private func withTools(_ body: (ScratchFolder, ContainerTool, LiveServer, StowageTool) async throws -> Void) async throws {
        try await ScratchFolder.with { scratch in
            let tool = try ContainerTool(in: scratch)
            _ = try scratch.folder("context")
            try FileManager.default.copyItem(atPath: try Tool.require("busybox"), toPath: scratch.path("context/busybox"))
            try await withLiveServer { server in
                try await body(scratch, tool, server, StowageTool(server: server.baseURL, home: scratch.path("home")))
            }
        }
    }
}
