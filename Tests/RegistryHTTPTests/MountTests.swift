import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@Suite struct MountTests {
    @Test(arguments: ["&from=source", ""]) func aMountIs201AndSharesTheBlob(from: String) async throws {
        try await Registry.with { registry in
            let digest = try await registry.blob("content", in: "source")
            #expect(try await registry.head("/v2/app/blobs/\(digest)").status == 404)
            for _ in 0..<2 {
                let response = try await registry.send("POST", "/v2/app/blobs/uploads/?mount=\(digest)\(from)", body: [])
                #expect(response.status == 201)
                #expect(response["location"] == "/v2/app/blobs/\(digest)")
                #expect(response["docker-content-digest"] == "\(digest)")
            }
            #expect(try await registry.probe.blob(digest, in: "app").text == "content")
            // Each repository has its own link.
            #expect(try await registry.probe.deleteBlob(digest, from: "source").status == 202)
            #expect(try await registry.probe.blob(digest, in: "app").text == "content")
        }
    }

    @Test(arguments: ["source", "nowhere", "BAD", "..%2f..", "", "%zz"]) func aMountThatIsNotPossibleOpensAnUpload(from: String) async throws {
        try await Registry.with { registry in
            try await registry.blob("other", in: "source")
            let bytes = Array("content".utf8)
            let response = try await registry.send("POST", "/v2/app/blobs/uploads/?mount=\(Digest(hashing: bytes))&from=\(from)", body: [])
            #expect(response.status == 202)
            let location = try #require(response["location"])
            #expect(try await registry.probe.finishUpload(location, as: Digest(hashing: bytes), body: bytes).status == 201)
        }
    }

    @Test func anAnonymousMountOfAnUnknownBlobOpensAnUpload() async throws {
        try await Registry.with { registry in
            let response = try await registry.send("POST", "/v2/app/blobs/uploads/?mount=\(Digest(hashing: [1]))", body: [])
            #expect(response.status == 202)
            #expect(response["location"]?.hasPrefix("/v2/app/blobs/uploads/") == true)
        }
    }
}
