import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@Suite struct DeletionTests {
    @Test func deletingATagLeavesItsSiblings() async throws {
        try await Registry.with { registry in
            let image = try await registry.image("layer", as: "one")
            try await registry.push(.image(layers: ["layer"]), as: "two")
            #expect(try await registry.probe.deleteManifest("one", from: "app").status == 202)
            expectRefusal(try await registry.get("/v2/app/manifests/one"), 404, "MANIFEST_UNKNOWN")
            #expect(try await registry.get("/v2/app/manifests/two").body == image.bytes)
            #expect(try await registry.get("/v2/app/manifests/\(image.digest)").body == image.bytes)
            #expect(try await registry.get("/v2/app/tags/list").decoded(TagListDocument.self).tags == ["two"])
            expectRefusal(try await registry.probe.deleteManifest("one", from: "app"), 404, "MANIFEST_UNKNOWN")
        }
    }

    @Test(arguments: [true, false]) func deletingAManifestTakesItsTags(warm: Bool) async throws {
        try await Registry.with { registry in
            let image = try await registry.image("layer", as: "one")
            try await registry.push(.image(layers: ["layer"]), as: "two")
            let other = try await registry.image("other", as: "three")
            if warm {
                for reference in ["one", "two", "\(image.digest)"] {
                    for _ in 0..<3 { _ = try await registry.get("/v2/app/manifests/\(reference)") }
                }
            }
            #expect(try await registry.probe.deleteManifest("\(image.digest)", from: "app").status == 202)
            for reference in ["\(image.digest)", "one", "two"] {
                #expect(try await registry.head("/v2/app/manifests/\(reference)").status == 404)
                expectRefusal(try await registry.get("/v2/app/manifests/\(reference)"), 404, "MANIFEST_UNKNOWN")
            }
            #expect(try await registry.get("/v2/app/manifests/three").body == other.bytes)
            expectRefusal(try await registry.probe.deleteManifest("\(image.digest)", from: "app"), 404, "MANIFEST_UNKNOWN")
        }
    }

    @Test func headRightAfterADeleteIs404EveryTime() async throws {
        try await Registry.with { registry in
            for round in 0..<20 {
                let image = try await registry.image("layer", as: "t")
                #expect(try await registry.head("/v2/app/manifests/t").status == 200)
                let reference = round.isMultiple(of: 2) ? "t" : "\(image.digest)"
                #expect(try await registry.probe.deleteManifest(reference, from: "app").status == 202)
                #expect(try await registry.head("/v2/app/manifests/t").status == 404)
            }
        }
    }

    @Test func deletingABlobTakesItOutOfOneRepository() async throws {
        try await Registry.with { registry in
            let digest = try await registry.blob("content")
            try await registry.blob("content", in: "other")
            #expect(try await registry.probe.deleteBlob(digest, from: "app").status == 202)
            #expect(try await registry.head("/v2/app/blobs/\(digest)").status == 404)
            expectRefusal(try await registry.probe.blob(digest, in: "app"), 404, "BLOB_UNKNOWN")
            #expect(try await registry.probe.blob(digest, in: "other").text == "content")
            expectRefusal(try await registry.probe.deleteBlob(digest, from: "app"), 404, "BLOB_UNKNOWN")
            try await registry.blob("content")
            #expect(try await registry.probe.blob(digest, in: "app").text == "content")
        }
    }

    @Test func whatIsAbsentIs404() async throws {
        try await Registry.with { registry in
            let digest = Digest(hashing: [1])
            expectRefusal(try await registry.probe.deleteManifest("latest", from: "nowhere"), 404, "NAME_UNKNOWN")
            expectRefusal(try await registry.probe.deleteManifest("\(digest)", from: "nowhere"), 404, "NAME_UNKNOWN")
            expectRefusal(try await registry.probe.deleteBlob(digest, from: "nowhere"), 404, "NAME_UNKNOWN")
            try await registry.image("layer")
            expectRefusal(try await registry.probe.deleteManifest("latest", from: "app"), 404, "MANIFEST_UNKNOWN")
            expectRefusal(try await registry.probe.deleteManifest("\(digest)", from: "app"), 404, "MANIFEST_UNKNOWN")
            expectRefusal(try await registry.probe.deleteBlob(digest, from: "app"), 404, "BLOB_UNKNOWN")
        }
    }
}
