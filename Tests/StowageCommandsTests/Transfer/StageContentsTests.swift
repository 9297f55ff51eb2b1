import ContentHashing
import OCIModel
import StageModel
import Testing

@testable import StowageCommands

@Suite("What an image holds")
struct StageContentsTests {
    private func layer(_ text: String, _ output: String? = nil, type: MediaType = .ociLayerGzip) -> StageImage.Layer {
        StageImage.Layer(
            mediaType: type, digest: Digest(hashing: Array(text.utf8)), size: 10, diffID: Digest(hashing: Array("\(text) tar".utf8)),
            output: output.flatMap { StageOutput(path: $0, isFile: false) })
    }

    private func contents(_ layers: [StageImage.Layer]) throws -> StageContents {
        let image = try StageImage(layers: layers, facts: StageFacts())
        return try StageContents(Manifest(parsing: image.manifest, contentType: nil), config: image.config)
    }

    @Test func `Layers without outputs are one tree`() throws {
        let contents = try contents([layer("a"), layer("b")])
        #expect(contents.parts.count == 1)
        #expect(contents.parts[0].layers.map(\.diffID) == [layer("a").diffID, layer("b").diffID])
        #expect(contents.size == 20)
    }

    @Test func `Each output is a part, found by its path`() throws {
        let contents = try contents([layer("a", "x"), layer("b", "y/z")])
        #expect(contents.parts.map { $0.output?.path } == ["x", "y/z"])
        #expect(try contents.parts(for: ["y/z", "x"]).map { $0.output?.path } == ["y/z", "x"])
    }

    @Test func `One output may have another name, several may not`() throws {
        #expect(try contents([layer("a", "x")]).parts(for: ["other"]).count == 1)
        #expect(try contents([layer("a"), layer("b")]).parts(for: ["other"]).count == 1)
        let two = try contents([layer("a", "x"), layer("b", "y")])
        #expect(throws: CommandError.self) { try two.parts(for: ["x"]) }
        #expect(throws: CommandError.self) { try two.parts(for: ["x", "z"]) }
        #expect(throws: CommandError.self) { try contents([layer("a", "x")]).parts(for: ["x", "z"]) }
    }

    @Test func `Outputs in each other are refused, and layers that can't be read`() {
        #expect(throws: CommandError.self) { try contents([layer("a", "x"), layer("b", "x/y")]) }
        #expect(throws: CommandError.self) { try contents([layer("a", type: MediaType("application/vnd.oci.image.layer.v1.tar+zstd"))]) }
    }

    @Test(arguments: ["{}", "[]", "{\"rootfs\":{\"diff_ids\":[]}}", "{\"rootfs\":{\"diff_ids\":[\"x\"]}}"])
    func `A config that says something else than the manifest is refused`(config: String) throws {
        let image = try StageImage(layers: [layer("a")], facts: StageFacts())
        let manifest = try Manifest(parsing: image.manifest, contentType: nil)
        #expect(throws: CommandError.self) { try StageContents(manifest, config: Array(config.utf8)) }
    }
}
