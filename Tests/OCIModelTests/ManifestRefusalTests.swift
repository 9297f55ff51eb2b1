import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@Suite struct ManifestRefusalTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        var contentType: String?
        var testDescription: String { name }

        init(_ name: String, _ bytes: [UInt8], as contentType: MediaType? = nil) {
            self.name = name
            self.bytes = bytes
            self.contentType = contentType?.value
        }

        init(_ name: String, _ json: JSONValue, as contentType: MediaType? = nil) {
            self.init(name, json.bytes, as: contentType)
        }
    }

    static let config = Descriptor.of("{}", "application/vnd.oci.image.config.v1+json").json
    static let good = Descriptor.of("x", "a/b")

    static func image(_ fields: [(String, JSONValue)]) -> JSONValue {
        .object([("schemaVersion", 2), ("mediaType", .text(MediaType.ociImageManifest.value))] + fields)
    }

    static func imageWithLayer(_ fields: [(String, JSONValue)]) -> JSONValue {
        image([("config", config), ("layers", .list([.object(fields)]))])
    }

    static let bothShapes: [Refused] = [
        Refused("image with manifests", image([("config", config), ("manifests", [])])),
        Refused("image of layers with manifests", image([("layers", []), ("manifests", [])])),
        Refused("index with config", ["schemaVersion": 2, "manifests": [], "config": config], as: .ociImageIndex),
        Refused("index with layers", ["schemaVersion": 2, "manifests": [], "layers": []], as: .ociImageIndex),
        Refused("index with fsLayers", ["schemaVersion": 2, "manifests": [], "fsLayers": []], as: .dockerManifestList),
        Refused("both, of no type", ["schemaVersion": 2, "manifests": [], "layers": []]),
        Refused("both, of an unknown type", ["manifests": [], "layers": []], as: MediaType("a/b")),
    ]

    static let contradictions: [Refused] = [
        Refused("image sent as index", ManifestBuilder.image().bytes, as: .ociImageIndex),
        Refused("index sent as image", ManifestBuilder.index().bytes, as: .ociImageManifest),
        Refused("OCI sent as Docker", ManifestBuilder.image().bytes, as: .dockerManifest),
        Refused("image sent as JSON", ManifestBuilder.image().bytes, as: MediaType("application/json")),
        Refused("mediaType is a number", ["schemaVersion": 2, "mediaType": 5, "config": config], as: .ociImageManifest),
        Refused("no type at all", ["schemaVersion": 2]),
        Refused("layers alone", ["schemaVersion": 2, "layers": []]),
    ]

    static let lacks: [Refused] = [
        Refused("image without config", image([("layers", [])])),
        Refused("config is null", image([("config", .null)])),
        Refused("config is text", image([("config", "x")])),
        Refused("config without digest", image([("config", ["mediaType": "a/b", "size": 1])])),
        Refused("config without size", image([("config", ["mediaType": "a/b", "digest": .text(good.digest.description)])])),
        Refused("config without type", image([("config", ["digest": .text(good.digest.description), "size": 1])])),
        Refused("layers is an object", image([("config", config), ("layers", .object([]))])),
        Refused("layer is null", image([("config", config), ("layers", [.null])])),
        Refused("layer of size -1", imageWithLayer([("mediaType", "a/b"), ("digest", .text(good.digest.description)), ("size", -1)])),
        Refused("layer of size text", imageWithLayer([("mediaType", "a/b"), ("digest", .text(good.digest.description)), ("size", "1")])),
        Refused("layer of short digest", imageWithLayer([("mediaType", "a/b"), ("digest", "sha256:00"), ("size", 1)])),
        Refused("layer of md5", imageWithLayer([("mediaType", "a/b"), ("digest", "md5:d41d8cd98f00b204e9800998ecf8427e"), ("size", 1)])),
        Refused(
            "layer of upper-case digest",
            imageWithLayer([("mediaType", "a/b"), ("digest", .text("sha256:" + good.digest.hex.uppercased())), ("size", 1)])),
        Refused(
            "layer with bad urls", imageWithLayer([("mediaType", "a/b"), ("digest", .text(good.digest.description)), ("size", 1), ("urls", "x")])),
        Refused("subject without digest", image([("config", config), ("subject", ["mediaType": "a/b", "size": 1])])),
        Refused("annotations of numbers", image([("config", config), ("annotations", ["a": 1])])),
        Refused("artifactType is a list", image([("config", config), ("artifactType", [])])),
        Refused("schemaVersion 1", ["schemaVersion": 1, "config": config], as: .ociImageManifest),
        Refused("schemaVersion is text", ["schemaVersion": "2", "config": config], as: .ociImageManifest),
        Refused("no schemaVersion", ["config": config], as: .ociImageManifest),
        Refused("index without schemaVersion", ["manifests": []], as: .ociImageIndex),
        Refused("index without manifests", ["schemaVersion": 2], as: .ociImageIndex),
        Refused("index of numbers", ["schemaVersion": 2, "manifests": [1]], as: .ociImageIndex),
        Refused("artifact of bad blobs", ["blobs": [1]], as: .ociArtifactManifest),
    ]

    static let notManifests: [Refused] = [
        Refused("nothing", [UInt8]()), Refused("spaces", Array("  \n".utf8)), Refused("a list", []), Refused("a text", "x"), Refused("null", .null),
        Refused("half an object", Array("{\"schemaVersion\":2".utf8)), Refused("garbage after", ManifestBuilder.image().bytes + Array("x".utf8)),
        Refused("not UTF-8", Array("{\"a\":\"".utf8) + [0xff, 0xfe] + Array("\"}".utf8), as: .ociImageManifest),
        Refused("a byte order mark", [0xef, 0xbb, 0xbf] + ManifestBuilder.image().bytes),
        Refused("UTF-16", ManifestBuilder.image().bytes.flatMap { [$0, 0] }), Refused("NUL", ManifestBuilder.image().bytes + [0]),
        Refused("deep nesting", [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)),
        Refused("deep nesting in a field", Array("{\"x\":".utf8) + [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)),
    ]

    @Test(arguments: bothShapes + contradictions + lacks + notManifests) func refuses(_ refused: Refused) {
        let error = #expect(throws: OCIError.self) { try Manifest(parsing: refused.bytes, contentType: refused.contentType) }
        #expect(error?.code == .manifestInvalid)
        #expect(error?.message.isEmpty == false)
    }

    @Test(arguments: [MediaType.dockerSchema1, .dockerSchema1Signed]) func refusesSchema1(_ type: MediaType) {
        let body: JSONValue = ["schemaVersion": 1, "name": "a", "fsLayers": []]
        let error = #expect(throws: OCIError.self) { try Manifest(parsing: body.bytes, contentType: type.value) }
        #expect(error?.code == .unsupported)
    }

    @Test func namesTheFieldThatIsWrong() {
        let error = #expect(throws: OCIError.self) {
            try Manifest(parsing: Self.image([("config", Self.config), ("layers", [["size": "x"]])]).bytes, contentType: nil)
        }
        #expect(error?.message.contains("layers") == true)
    }
}
