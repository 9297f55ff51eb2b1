import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@Suite struct MediaTypesTests {
    @Test func dockerSchema2AndListsAreKeptAsTheyAre() async throws {
        try await Registry.with { registry in
            let image = try await registry.image("layer", docker: true, as: "docker")
            let list = try await registry.push(.index(of: [image], docker: true), as: "list")
            for (tag, manifest) in [("docker", image), ("list", list)] {
                let response = try await registry.get("/v2/app/manifests/\(tag)")
                #expect(response.body == manifest.bytes)
                #expect(response["content-type"] == manifest.mediaType.value)
            }
            #expect(list.mediaType == .dockerManifestList)
        }
    }

    /// BuildKit stores its cache as an index whose entries are layers and a cache config: blobs, not manifests.
    @Test func anIndexMayListLayers() async throws {
        try await Registry.with { registry in
            try await registry.blob("layer")
            try await registry.blob("{}")
            var cache = ManifestBuilder.index()
            cache.entries = [
                .of("layer", "application/vnd.oci.image.layer.v1.tar+gzip"), .of("{}", "application/vnd.buildkit.cacheconfig.v0"),
            ]
            let manifest = try await registry.push(cache, as: "cache")
            #expect(try await registry.get("/v2/app/manifests/cache").body == manifest.bytes)
        }
    }

    @Test func anIndexMayBeSparse() async throws {
        try await Registry.with { registry in
            var index = ManifestBuilder.index()
            index.entries = [.of("absent", MediaType.ociImageManifest.value), .of("absent too", MediaType.ociImageIndex.value)]
            try await registry.push(index, as: "sparse")
        }
    }

    @Test(arguments: [
        ("application/vnd.example.thing.v1+json", #"{ "anything": [1, 2.50, 1e400, null],"layers":"other" , "subject": 5}"#),
        ("application/vnd.oci.image.index.v1+json", "{\n\t\"schemaVersion\" : 2,\r\n \"x-new\": {\"a\":\"\\u00e9\u{e9}\"}, \"manifests\":[ ] }\n"),
    ])
    func unknownTypesAndFieldsStayByteForByte(type: String, text: String) async throws {
        try await Registry.with { registry in
            let bytes = Array(text.utf8)
            let response = try await registry.probe.pushManifest(bytes, type: type, to: "app", as: "odd")
            #expect(response.status == 201, "\(response)")
            let pulled = try await registry.get("/v2/app/manifests/odd")
            #expect(pulled.body == bytes)
            #expect(pulled["content-type"] == type)
            #expect(pulled["docker-content-digest"] == "\(Digest(hashing: bytes))")
        }
    }

    static let both =
        #"{"schemaVersion":2,"manifests":[],"layers":[],"config":{"mediaType":"a/b","digest":"sha256:\#(String(repeating: "a", count: 64))","size":1}}"#

    @Test(arguments: [MediaType.ociImageManifest, .ociImageIndex, .dockerManifest, .dockerManifestList, MediaType("a/b")])
    func aBodyThatIsBothManifestAndIndexIsRefused(type: MediaType) async throws {
        try await Registry.with { registry in
            let response = try await registry.probe.pushManifest(Array(Self.both.utf8), type: type.value, to: "app", as: "both")
            expectRefusal(response, 400, "MANIFEST_INVALID")
            #expect(try await registry.get("/v2/app/manifests/both").status == 404)
        }
    }

    @Test func aMediaTypeThatContradictsTheContentTypeIsRefused() async throws {
        try await Registry.with { registry in
            let index = ManifestBuilder.index().bytes
            for type in [MediaType.ociImageManifest.value, MediaType.dockerManifestList.value, "application/json"] {
                expectRefusal(try await registry.probe.pushManifest(index, type: type, to: "app", as: "x"), 400, "MANIFEST_INVALID")
            }
        }
    }

    @Test func withoutAContentTypeTheBodySaysWhatItIs() async throws {
        try await Registry.with { registry in
            let index = ManifestBuilder.index().bytes
            let response = try await registry.raw("PUT /v2/app/manifests/x HTTP/1.1", "Content-Length: \(index.count)", body: index)
            #expect(response.status == 201)
            #expect(try await registry.get("/v2/app/manifests/x")["content-type"] == MediaType.ociImageIndex.value)
        }
    }

    /// What a body says of its type becomes a header of every pull.
    @Test(arguments: ["a/b\r\nX-Injected: 1", "a/b\nX-Injected: 1", "", " ", "a/b c", "none", "a/b\u{e9}"])
    func aMediaTypeThatIsNoneDoesNotReachAHeader(type: String) async throws {
        try await Registry.with { registry in
            var builder = ManifestBuilder.index()
            builder.mediaType = MediaType(type)
            let bytes = builder.bytes
            let response = try await registry.raw("PUT /v2/app/manifests/x HTTP/1.1", "Content-Length: \(bytes.count)", body: bytes)
            let pulled = try await registry.get("/v2/app/manifests/x")
            #expect(pulled["x-injected"] == nil)
            if type.isEmpty {
                #expect(pulled["content-type"] == MediaType.ociImageIndex.value)
            } else {
                expectRefusal(response, 400, "MANIFEST_INVALID")
            }
        }
    }

    @Test(arguments: [MediaType.dockerSchema1, .dockerSchema1Signed]) func dockerSchema1IsRefused(type: MediaType) async throws {
        try await Registry.with { registry in
            let body = Array(#"{"schemaVersion":1,"name":"app","tag":"x","fsLayers":[],"history":[]}"#.utf8)
            expectRefusal(try await registry.probe.pushManifest(body, type: type.value, to: "app", as: "x"), 400, "UNSUPPORTED")
        }
    }

    @Test(arguments: ["", "blablabla", "[]", "{", "{\"schemaVersion\":2", "\u{feff}{}", "{\"schemaVersion\":2,\"schemaVersion\":2}"])
    func whatIsNotAManifestIsRefused(text: String) async throws {
        try await Registry.with { registry in
            let response = try await registry.probe.pushManifest(Array(text.utf8), type: MediaType.ociImageManifest.value, to: "app", as: "x")
            expectRefusal(response, 400, "MANIFEST_INVALID")
        }
    }
}
