import Foundation
import StowageTestSupport
import Testing

@Suite("buildah", .enabled(if: Tool.areExpected("buildah", "busybox"), "buildah and busybox-static are not installed"), .timeLimit(.minutes(5)))
struct BuildahTests {
    @Test("An image of several layers is built, pushed, pulled by a machine that has nothing, and run")
    func buildPushPullRun() async throws {
        try await withBuild { tool, registry in
            let image = "\(registry.reference("app")):1.0"
            try await tool.buildah("build", tool.plainRegistry + ["--isolation", "chroot", "--layers", "-t", image, "context"])
            let built = try await stamp(of: image, tool)
            try await tool.buildah("push", tool.plainRegistry + [image])

            try await tool.wipeStorage()
            #expect(try await stamp(of: image, tool) == built)
            let layers = try await tool.buildah("inspect", ["--type", "image", "--format", "{{len .OCIv1.RootFS.DiffIDs}}", image])
            #expect(layers.text.trimmingCharacters(in: .whitespacesAndNewlines) == "4")
        }
    }

    @Test("With the build cache in the registry, a machine that has nothing executes no step again")
    func remoteCache() async throws {
        try await withBuild { tool, registry in
            let cache = registry.reference("cache")
            let arguments = tool.plainRegistry + ["--isolation", "chroot", "--layers", "--cache-to", cache, "--cache-from", cache]
            let first = "\(registry.reference("app")):first"
            let pushed = try await tool.buildah("build", arguments + ["-t", first, "context"])
            #expect(pushed.allText.count(of: "Pushing cache") == Self.steps)
            let built = try await stamp(of: first, tool)

            try await tool.wipeStorage()
            let second = "\(registry.reference("app")):second"
            let pulled = try await tool.buildah("build", arguments + ["-t", second, "context"])
            #expect(pulled.allText.count(of: "Cache pulled from remote") == Self.steps, "\(pulled)")
            #expect(pulled.allText.count(of: "Pushing cache") == 0)
            #expect(try await stamp(of: second, tool) == built)
        }
    }

    /// Steps of the build below that buildah caches: all but FROM.
    private static let steps = 5

    private static let containerfile = """
        FROM scratch
        COPY busybox /bin/busybox
        RUN ["/bin/busybox", "--install", "-s", "/bin"]
        RUN cat /proc/sys/kernel/random/uuid > /stamp
        RUN echo "a greeting from the third step" > /greeting
        CMD ["/bin/cat", "/greeting"]
        """

    /// Runs the image and returns what one build step wrote at random, so that two executions of the step differ.
    private func stamp(of image: String, _ tool: ContainerTool) async throws -> String {
        let name = "c\(UUID().uuidString.prefix(8).lowercased())"
        try await tool.buildah("from", tool.plainRegistry + ["--name", name, image])
        let result = try await tool.buildah("run", ["--isolation", "chroot", name, "--", "/bin/cat", "/stamp", "/greeting"])
        let lines = result.text.split(separator: "\n")
        #expect(lines.count == 2 && lines.last == "a greeting from the third step", "\(result)")
        return lines.first.map(String.init) ?? ""
    }

    private func withBuild(_ body: (ContainerTool, TestRegistry) async throws -> Void) async throws {
        try await ScratchFolder.with { scratch in
            let tool = try ContainerTool(in: scratch)
            _ = try scratch.folder("context")
            try FileManager.default.copyItem(atPath: try Tool.require("busybox"), toPath: scratch.path("context/busybox"))
            try scratch.write(Self.containerfile, to: "context/Containerfile")
            try await TestRegistry.with { try await body(tool, $0) }
        }
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { components(separatedBy: part).count - 1 }
}
