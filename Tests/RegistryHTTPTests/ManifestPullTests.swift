import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@Suite struct ManifestPullTests {
    @Test func getByTagAndByDigestReturnsTheExactBytes() async throws {
        try await Registry.with { registry in
            let image = try await registry.image("one", as: "latest")
            for reference in ["latest", image.digest.description] {
                // Twice: the second answer comes from memory.
                for _ in 0..<2 {
                    let response = try await registry.get("/v2/app/manifests/\(reference)")
                    #expect(response.status == 200)
                    #expect(response.body == image.bytes)
                    #expect(response["content-type"] == image.mediaType.value)
                    #expect(response["docker-content-digest"] == image.digest.description)
                    #expect(response["content-length"] == "\(image.bytes.count)")
                }
            }
        }
    }

    @Test func headHasTheLengthAndNoBody() async throws {
        try await Registry.with { registry in
            let image = try await registry.image("one", as: "latest")
            for reference in ["latest", image.digest.description] {
                let response = try await registry.head("/v2/app/manifests/\(reference)")
                #expect(response.status == 200)
                #expect(response.body.isEmpty)
                #expect(response["content-type"] == image.mediaType.value)
                #expect(response["docker-content-digest"] == image.digest.description)
                #expect(response["content-length"] == "\(image.bytes.count)")
            }
        }
    }

    @Test func whatIsAbsentIs404() async throws {
        try await Registry.with { registry in
            let image = try await registry.image("one", as: "latest")
            expectRefusal(try await registry.get("/v2/app/manifests/other"), 404, "MANIFEST_UNKNOWN")
            expectRefusal(try await registry.get("/v2/app/manifests/\(Digest(hashing: [1]))"), 404, "MANIFEST_UNKNOWN")
            #expect(try await registry.head("/v2/app/manifests/other").status == 404)
            // A manifest of one repository is not one of another.
            #expect(try await registry.get("/v2/other/manifests/\(image.digest)").status == 404)
        }
    }

    @Test func aRepositoryThatIsAbsentIs404() async throws {
        try await Registry.with { registry in
            expectRefusal(try await registry.get("/v2/app/manifests/latest"), 404, "NAME_UNKNOWN")
            expectRefusal(try await registry.get("/v2/app/manifests/\(Digest(hashing: [1]))"), 404, "NAME_UNKNOWN")
        }
    }

    /// The conformance tests of the specification ask for the tag `.INVALID_MANIFEST_NAME` and expect 404.
    @Test(arguments: [".INVALID_MANIFEST_NAME", "-a", String(repeating: "a", count: 129), "a%20b"])
    func aTagThatCannotExistIs404ForReaders(tag: String) async throws {
        try await Registry.with { registry in
            try await registry.image("one", as: "latest")
            expectRefusal(try await registry.get("/v2/app/manifests/\(tag)"), 404, "MANIFEST_UNKNOWN")
            #expect(try await registry.head("/v2/app/manifests/\(tag)").status == 404)
            expectRefusal(try await registry.send("DELETE", "/v2/app/manifests/\(tag)"), 404, "MANIFEST_UNKNOWN")
        }
    }

    @Test(arguments: ["text/html", "application/vnd.docker.distribution.manifest.v2+json", "*/*", "application/json;q=0", ""])
    func noAcceptHeaderHidesAManifest(accept: String) async throws {
        try await Registry.with { registry in
            let image = try await registry.image("one", as: "latest")
            let response = try await registry.get("/v2/app/manifests/latest", ["Accept": accept])
            #expect(response.status == 200)
            #expect(response.body == image.bytes)
        }
    }

    @Test func theContentTypeCarriesNoParameters() async throws {
        try await Registry.with { registry in
            try await registry.blob("{}")
            try await registry.blob("layer")
            let image = try ManifestBuilder.image().manifest()
            let type = "\(image.mediaType); charset=utf-8"
            #expect(try await registry.probe.pushManifest(image.bytes, type: type, to: "app", as: "latest").status == 201)
            #expect(try await registry.get("/v2/app/manifests/latest")["content-type"] == image.mediaType.value)
        }
    }

    @Test func aKnownETagIs304() async throws {
        try await Registry.with { registry in
            try await registry.image("one", as: "latest")
            let etag = try #require(try await registry.get("/v2/app/manifests/latest")["etag"])
            let response = try await registry.get("/v2/app/manifests/latest", ["If-None-Match": etag])
            #expect(response.status == 304)
            #expect(response.body.isEmpty)
            #expect(try await registry.get("/v2/app/manifests/latest", ["If-None-Match": "*"]).status == 304)
            #expect(try await registry.get("/v2/app/manifests/none", ["If-None-Match": "*"]).status == 404)
            try await registry.image("two", as: "latest")
            #expect(try await registry.get("/v2/app/manifests/latest", ["If-None-Match": etag]).status == 200)
        }
    }

    @Test func aMovedTagIsSeenAtOnce() async throws {
        try await Registry.with { registry in
            for round in 0..<10 {
                let image = try await registry.image("layer \(round)", as: "latest")
                #expect(try await registry.get("/v2/app/manifests/latest").body == image.bytes)
                #expect(try await registry.head("/v2/app/manifests/latest")["docker-content-digest"] == image.digest.description)
            }
        }
    }
}
