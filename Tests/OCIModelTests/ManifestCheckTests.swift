import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

/// What a manifest may not be, so that all clients read it as the registry does, and what would cost too much to read.
@Suite struct ManifestCheckTests {
    static let config = Descriptor.of("{}", "application/vnd.oci.image.config.v1+json").json.text
    static let layer = Descriptor.of("x", "a/b").json.text

    static func image(_ fields: String) -> String {
        "{\"schemaVersion\":2,\"config\":\(config),\(fields)}"
    }

    static func parse(_ text: String, as type: MediaType = .ociImageManifest) throws -> Manifest {
        try Manifest(parsing: Array(text.utf8), contentType: type.value)
    }

    static let twice: [String] =
        [
            "\"layers\":[],\"layers\":[\(layer)]", "\"mediaType\":\"\(MediaType.ociImageManifest.value)\",\"mediaType\":\"a/b\"",
            "\"config\":\(config)", "\"layers\":[],\"l\\u0061yers\":[\(layer)]", "\"subject\":\(layer),\"subject\":null",
            "\"annotations\":{},\"annotations\":{}", "\"blobs\":[],\"blobs\":[]", "\"artifactType\":\"a/b\",\"artifactType\":\"\"",
        ]
        + ["\"digest\":\"x\"", "\"size\":1", "\"mediaType\":\"\"", "\"urls\":[],\"urls\":[]", "\"data\":\"\",\"data\":\"\""].flatMap { field in
            let bad = layer.dropLast() + "," + field + "}"
            return ["\"layers\":[\(layer),\(bad)]", "\"subject\":\(bad)", "\"blobs\":[\(bad)]", "\"layers\":[{\"x\":[{}],\(bad.dropFirst())]"]
        }

    @Test(arguments: twice) func refusesAKeyThatStandsTwice(_ fields: String) {
        let error = #expect(throws: OCIError.self) { try Self.parse(Self.image(fields)) }
        #expect(error?.code == .manifestInvalid)
        #expect(error?.message.contains("twice") == true, "\(error?.message ?? "")")
    }

    static let otherCases: [String] = [
        "\"Layers\":[\(layer)]", "\"manifestS\":[]", "\"Manifests\":[]", "\"MEDIATYPE\":\"a/b\"", "\"layer\u{17f}\":[]", "\"layer\\u017f\":[]",
        "\"\\u004cayers\":[]", "\"Subject\":null", "\"fslayers\":[]", "\"layers\":[{\"Digest\":1}]", "\"subject\":{\"SIZE\":1}",
        "\"blobs\":[{\"x\":{\"y\":[]},\"url\\u017F\":[]}]", "\"blobs\":[1,{\"Platform\":{}}]",
    ]

    @Test(arguments: otherCases) func refusesAKeyOfAnotherCase(_ fields: String) {
        let error = #expect(throws: OCIError.self) { try Self.parse(Self.image(fields)) }
        #expect(error?.code == .manifestInvalid)
        #expect(error?.message.contains("only by case") == true, "\(error?.message ?? "")")
    }

    static let free: [String] = [
        "\"x\":1,\"x\":2,\"X\":3", "\"x\":{\"layers\":1,\"layers\":2,\"Layers\":3}", "\"x\":[{\"digest\":1,\"digest\":2,\"DIGEST\":3}]",
        "\"layers\":[\(layer.dropLast()),\"x\":1,\"X\":1,\"x\":{\"size\":1,\"size\":2}}]", "\"digest\":1,\"digest\":2,\"Size\":3",
        "\"\\u212a\":1,\"k\":2,\"\\ud83d\\ude00\":3,\"\\\"\":4,\"\":5,\"\":6,\"\u{1f600}\":7,\"\u{00e9}\":8",
        "\"layers\":[\(layer.dropLast()),\"platform\":{\"os\":\"a\",\"os\":\"b\",\"OS\":\"c\"}}]", "\"layersx\":1,\"layer\":2,\"layers \":3",
        "\"annotations\":{\"Layers\":\"a\",\"layers\":\"b\",\"mediatype\":\"c\"}", "\"n\":[0,-0,1.5,-1e9,2E+3,1.0e-1,true,false,null]",
        "\"s\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"",
    ]

    @Test(arguments: free) func leavesOtherKeysAlone(_ fields: String) throws {
        #expect(try Self.parse(Self.image(fields)).kind == .image)
    }

    static let malformed: [String] = [
        "\"x\":01", "\"x\":.5", "\"x\":1.", "\"x\":+1", "\"x\":1e", "\"x\":-", "\"x\":tru", "\"x\":NaN", "\"x\":\"\\x\"", "\"x\":\"\\u12\"",
        "\"x\":\"\t\"", "\"x\":[1,]", "\"x\":{\"a\":1,}", "\"x\":[1 2]", "\"x\":{\"a\" 1}", "\"x\":{1:2}", "\"x\":[}", "\"x\":{]", "x:1", "",
        "\"x\":1//\n", "\"x\":'a'", "\"x\"", "\"x\":", "\"x\":\"", "\"x\":\"\\", "\"x\":\"\\u", ",\"x\":1", "\"x\":1}{", "\"x\":1]",
    ]

    @Test(arguments: malformed) func refusesWhatIsNotJSON(_ fields: String) {
        let error = #expect(throws: OCIError.self) { try Self.parse(Self.image(fields)) }
        #expect(error?.code == .manifestInvalid)
        #expect(error?.message.contains("not a manifest in JSON") == true, "\(error?.message ?? "")")
    }

    /// In a field that is not read, so that nobody else looks at it.
    @Test(arguments: [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf8, 0x88, 0x80, 0x80, 0x80]] as [[UInt8]])
    func refusesWhatIsNotUTF8(_ bytes: [UInt8]) {
        for key in [true, false] {
            let (before, after) = key ? ("\"", "\":1}") : ("\"x\":\"", "\"}")
            let body = Array((Self.image(before)).utf8.dropLast()) + bytes + Array(after.utf8)
            let error = #expect(throws: OCIError.self) { try Manifest(parsing: body, contentType: MediaType.ociImageManifest.value) }
            #expect(error?.code == .manifestInvalid)
            #expect(error?.message.contains("not UTF-8") == true, "\(error?.message ?? "")")
        }
    }

    /// Every beginning of a manifest, and every byte of it changed to those that mean something.
    @Test func takesWhateverComes() {
        let whole = Array(Self.image("\"layers\":[\(Self.layer)],\"x\":[{\"a\\u0062\":-1.5e+3},null]").utf8)
        for end in whole.indices {
            #expect(throws: OCIError.self) { try Manifest(parsing: Array(whole[..<end]), contentType: nil) }
        }
        for index in whole.indices {
            for byte in Array("\"\\{}[]:,u0e-t \u{0}".utf8) + [0x80, 0xff] {
                var changed = whole
                changed[index] = byte
                do {
                    _ = try Manifest(parsing: changed, contentType: nil)
                } catch {
                    #expect([.manifestInvalid, .unsupported].contains(error.code))
                }
            }
        }
    }

    @Test func countsDescriptors() throws {
        func list(_ count: Int) -> String { "[" + repeatElement(Self.layer, count: count).joined(separator: ",") + "]" }
        #expect(try Self.parse(Self.image("\"layers\":\(list(20_000))")).layers.count == 20_000)
        for fields in ["\"layers\":\(list(20_001))", "\"layers\":\(list(10_000)),\"blobs\":\(list(10_001))"] {
            let error = #expect(throws: OCIError.self) { try Self.parse(Self.image(fields)) }
            #expect(error?.code == .manifestInvalid)
            #expect(error?.message.contains("20000 descriptors") == true)
        }
    }

    /// Bodies of the greatest size; each byte is looked at a fixed number of times.
    static let large: [(name: String, start: String, piece: String, refusal: String)] = [
        ("lists", "", "[", "levels deep"), ("lists and objects", "", "{\"a\":", "levels deep"), ("descriptors", "\"layers\":[", "{},", "descriptors"),
        ("numbers", "\"layers\":[", "0,", "descriptors"), ("other values", "\"x\":[", "{},", "values"),
        ("annotations", "\"annotations\":{\"\":\"\"", ",\"\":\"\"", "values"), ("escapes", "\"x\":\"", "\\\"", "not a manifest in JSON"),
        ("escapes in a key", "\"", "\\u0061", "not a manifest in JSON"), ("backslashes", "\"", "\\\\", "not a manifest in JSON"),
        ("text", "\"", "a", "not a manifest in JSON"), ("digits", "\"x\":", "1", "not a manifest in JSON"), ("spaces", "\"x\":", " ", "JSON"),
    ]

    @Test(arguments: large.indices) func takesLinearTime(_ index: Int) {
        let (name, start, piece, refusal) = Self.large[index]
        let head = name.hasPrefix("lists") ? "{\"x\":" : String(Self.image(start).dropLast())
        var body = Array(head.utf8)
        let bytes = Array(piece.utf8)
        while body.count + bytes.count <= Manifest.maximumSize { body += bytes }
        var error: OCIError?
        let time = ContinuousClock().measure {
            error = #expect(throws: OCIError.self) { try Manifest(parsing: body, contentType: MediaType.ociImageManifest.value) }
        }
        #expect(error?.code == .manifestInvalid)
        #expect(error?.message.contains(refusal) == true, "\(error?.message ?? "")")
        // A square of four million steps would take hours.
        #expect(time < .seconds(20), "\(name)")
    }
}
