import ContentHashing
import Foundation
import OCIModel
import StowageTestSupport
import Testing

@Suite("skopeo", .enabled(if: Tool.areExpected("skopeo", "busybox"), "skopeo and busybox-static are not installed"), .timeLimit(.minutes(5)))
struct SkopeoTests {
    @Test("An OCI layout comes back from the registry byte for byte")
    func roundTrip() async throws {
        try await withTool { tool, registry in
            let source = try await ImageLayout.image(in: tool.scratch, named: "source", tag: "1.0")
            try await tool.copy("oci:\(source.path):1.0", "docker://\(registry.reference("app")):1.0")

            let back = ImageLayout(path: tool.scratch.path("back"))
            try await tool.copy("docker://\(registry.reference("app")):1.0", "oci:\(back.path):1.0")
            #expect(try back.root() == source.root())
            #expect(try back.blobs() == source.blobs())

            let served = try await registry.probe.manifest("1.0", in: registry.repository("app"))
            #expect(try served.body == source.blob(source.root()))
            #expect(served["content-type"] == MediaType.ociImageManifest.value)
            #expect(try served["docker-content-digest"] == source.root().description)
        }
    }

    @Test("Docker's schema 2 is stored as what it is, and its layers come back")
    func dockerFormat() async throws {
        try await withTool { tool, registry in
            let source = try await ImageLayout.image(in: tool.scratch, named: "source", tag: "1.0")
            try await tool.copy("oci:\(source.path):1.0", "docker://\(registry.reference("docker")):1.0", "--format", "v2s2")

            let served = try await registry.probe.manifest("1.0", in: registry.repository("docker"))
            #expect(served.status == 200)
            #expect(served["content-type"] == MediaType.dockerManifest.value)

            try await tool.copy("docker://\(registry.reference("docker")):1.0", "dir:\(tool.scratch.path("back"))")
            #expect(try tool.scratch.read("back/manifest.json") == served.body)
            for layer in try source.layers() {
                let digest = try Digest(layer)
                #expect(try tool.scratch.read("back/\(digest.hex)") == source.blob(digest))
            }
        }
    }

    @Test("An image is copied between two repositories of the registry")
    func betweenRepositories() async throws {
        try await withTool { tool, registry in
            let source = try await ImageLayout.image(in: tool.scratch, named: "source", tag: "1.0")
            try await tool.copy("oci:\(source.path):1.0", "docker://\(registry.reference("from/here")):1.0")
            try await tool.copy("docker://\(registry.reference("from/here")):1.0", "docker://\(registry.reference("to/there")):2.0")

            let back = ImageLayout(path: tool.scratch.path("back"))
            try await tool.copy("docker://\(registry.reference("to/there")):2.0", "oci:\(back.path):2.0")
            #expect(try back.root() == source.root())
            #expect(try back.blobs() == source.blobs())
        }
    }

    @Test("A deleted image is gone, and other images of the repository stay")
    func delete() async throws {
        try await withTool { tool, registry in
            for tag in ["one", "two"] {
                let source = try await ImageLayout.image(in: tool.scratch, named: tag, tag: tag)
                try await tool.copy("oci:\(source.path):\(tag)", "docker://\(registry.reference("app")):\(tag)")
            }
            try await tool.skopeo("delete", "--tls-verify=false", "docker://\(registry.reference("app")):one")

            #expect(try await registry.probe.manifest("one", in: registry.repository("app")).status == 404)
            let back = ImageLayout(path: tool.scratch.path("back"))
            try await tool.copy("docker://\(registry.reference("app")):two", "oci:\(back.path):two")
            #expect(try back.blobs() == ImageLayout(path: tool.scratch.path("two")).blobs())
        }
    }

    @Test("list-tags lists every tag of the repository")
    func listTags() async throws {
        try await withTool { tool, registry in
            let source = try await ImageLayout.image(in: tool.scratch, named: "source", tag: "1.0")
            let tags = ["1.0", "1.1", "Latest", "_x"]
            for tag in tags { try await tool.copy("oci:\(source.path):1.0", "docker://\(registry.reference("app")):\(tag)") }

            struct Listing: Decodable {
                let tags: [String]
                enum CodingKeys: String, CodingKey { case tags = "Tags" }
            }
            let result = try await tool.skopeo("list-tags", "--tls-verify=false", "docker://\(registry.reference("app"))")
            let listing = try JSONDecoder().decode(Listing.self, from: Data(result.output))
            #expect(listing.tags == tags.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        }
    }

    @Test("An index of two platforms goes there and back with all its images")
    func twoPlatforms() async throws {
        try await withTool { tool, registry in
            let source = try await ImageLayout.twoPlatforms(in: tool.scratch, named: "source", tag: "1.0")
            try await tool.copy("oci:\(source.path):1.0", "docker://\(registry.reference("multi")):1.0", "--all")

            let served = try await registry.probe.manifest("1.0", in: registry.repository("multi"))
            #expect(try served.body == source.blob(source.root()))
            #expect(served["content-type"] == MediaType.ociImageIndex.value)

            let back = ImageLayout(path: tool.scratch.path("back"))
            try await tool.copy("docker://\(registry.reference("multi")):1.0", "oci:\(back.path):1.0", "--all")
            #expect(try back.root() == source.root())
            #expect(try back.blobs() == source.blobs())
        }
    }

    private func withTool(_ body: (ContainerTool, TestRegistry) async throws -> Void) async throws {
        try await ScratchFolder.with { scratch in
            let tool = try ContainerTool(in: scratch)
            try await TestRegistry.with { try await body(tool, $0) }
        }
    }
}
