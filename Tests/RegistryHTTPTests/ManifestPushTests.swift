import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@Suite struct ManifestPushTests {
    @Test func aPushIs201WithLocationAndDigest() async throws {
        try await Registry.with { registry in
            try await registry.blob("{}")
            try await registry.blob("layer")
            let image = try ManifestBuilder.image().manifest()
            for reference in ["latest", image.digest.description, "latest"] {
                let response = try await registry.probe.pushManifest(image.bytes, type: image.mediaType.value, to: "app", as: reference)
                #expect(response.status == 201)
                #expect(response["docker-content-digest"] == image.digest.description)
                let location = try #require(response["location"])
                #expect(location.hasPrefix("/v2/app/manifests/"))
                #expect(try await registry.get(location).body == image.bytes)
            }
        }
    }

    @Test func aSHA512DigestIsItsOwnAddress() async throws {
        try await Registry.with { registry in
            try await registry.blob("{}")
            try await registry.blob("layer")
            let image = try await registry.push(.image(), algorithm: .sha512)
            #expect(image.digest.algorithm == .sha512)
            let response = try await registry.get("/v2/app/manifests/\(image.digest)")
            #expect(response.body == image.bytes)
            #expect(response["docker-content-digest"] == image.digest.description)
            #expect(try await registry.head("/v2/app/manifests/\(image.digest)").status == 200)
            // The same bytes under the other algorithm are another manifest.
            #expect(try await registry.get("/v2/app/manifests/\(Digest(hashing: image.bytes))").status == 404)
            let tagged = try await registry.send(
                "PUT", "/v2/app/manifests/\(image.digest)?tag=latest", ["Content-Type": image.mediaType.value], body: image.bytes)
            #expect(tagged.status == 201)
            #expect(try await registry.get("/v2/app/manifests/latest")["docker-content-digest"] == image.digest.description)
        }
    }

    @Test func layersMayHaveSHA512Digests() async throws {
        try await Registry.with { registry in
            try await registry.blob("{}")
            let digest = try await registry.blob(Array("layer".utf8), algorithm: .sha512)
            var builder = ManifestBuilder.image()
            builder.layers = [.of("layer", "application/vnd.oci.image.layer.v1.tar", algorithm: .sha512)]
            try await registry.push(builder, as: "latest")
            #expect(try await registry.probe.blob(digest, in: "app").text == "layer")
        }
    }

    @Test func aBodyWithAnotherDigestThanItsPathIsRefused() async throws {
        try await Registry.with { registry in
            try await registry.blob("{}")
            try await registry.blob("layer")
            let bytes = ManifestBuilder.image().bytes
            let other = Digest(hashing: [1])
            for digest in [other, Digest(hashing: [1], with: .sha512)] {
                let response = try await registry.probe.pushManifest(bytes, type: MediaType.ociImageManifest.value, to: "app", as: "\(digest)")
                expectRefusal(response, 400, "DIGEST_INVALID")
            }
            #expect(try await registry.get("/v2/app/manifests/\(other)").status == 404)
            #expect(try await registry.get("/v2/app/manifests/\(Digest(hashing: bytes))").status == 404)
        }
    }

    @Test func missingBlobsAreNamedAndNothingIsPublished() async throws {
        try await Registry.with { registry in
            try await registry.blob("{}")
            let image = try ManifestBuilder.image(layers: ["one", "two"]).manifest()
            let response = try await registry.probe.pushManifest(image.bytes, type: image.mediaType.value, to: "app", as: "latest")
            expectRefusal(response, 400, "MANIFEST_BLOB_UNKNOWN")
            for layer in image.layers { #expect(response.text.contains("\(layer.digest)")) }
            #expect(try await registry.get("/v2/app/manifests/latest").status == 404)
            #expect(try await registry.get("/v2/app/manifests/\(image.digest)").status == 404)
        }
    }

    @Test func aBlobOfAnotherRepositoryIsMissingHere() async throws {
        try await Registry.with { registry in
            try await registry.image("layer", in: "other")
            try await registry.blob("{}")
            let response = try await registry.probe.pushManifest(
                ManifestBuilder.image().bytes, type: MediaType.ociImageManifest.value, to: "app", as: "latest")
            expectRefusal(response, 400, "MANIFEST_BLOB_UNKNOWN")
        }
    }

    @Test func layersFromElsewhereMayBeAbsent() async throws {
        try await Registry.with { registry in
            try await registry.blob("{}")
            var builder = ManifestBuilder.image()
            let content = Descriptor.of("x", "application/vnd.oci.image.layer.v1.tar")
            builder.layers = [
                .of("a", "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"),
                .of("b", "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"),
                Descriptor(mediaType: content.mediaType, digest: content.digest, size: content.size, urls: ["https://example.org/x"]),
            ]
            try await registry.push(builder, as: "latest")
        }
    }

    @Test func aSubjectMayBeAbsentAndIsAcknowledged() async throws {
        try await Registry.with { registry in
            try await registry.blob("{}")
            let subject = Descriptor.of("nowhere", MediaType.ociImageManifest.value)
            let referrer = try ManifestBuilder.referrer(to: subject, artifactType: "a/b").manifest()
            for reference in ["latest", "\(referrer.digest)"] {
                let response = try await registry.probe.pushManifest(referrer.bytes, type: referrer.mediaType.value, to: "app", as: reference)
                #expect(response.status == 201)
                #expect(response["oci-subject"] == "\(subject.digest)")
            }
            #expect(
                try await registry.probe.pushManifest(
                    ManifestBuilder.index().bytes, type: MediaType.ociImageIndex.value, to: "app", as: "x")["oci-subject"] == nil)
        }
    }

    // MARK: - Size

    @Test func fourMebibytesAreAccepted() async throws {
        try await Registry.with { registry in
            let bytes = ManifestBuilder.index().bytes(paddedTo: 4 << 20)
            #expect(try await registry.probe.pushManifest(bytes, type: MediaType.ociImageIndex.value, to: "app", as: "latest").status == 201)
            #expect(try await registry.get("/v2/app/manifests/latest").body == bytes)
            let length = bytes.count
            let response = try await registry.raw(
                "PUT /v2/app/manifests/chunked HTTP/1.1", "Content-Type: \(MediaType.ociImageIndex)", "Transfer-Encoding: chunked",
                body: Registry.chunked(Array(bytes[..<1000]), Array(bytes[1000...])))
            #expect(response.status == 201)
            #expect(try await registry.head("/v2/app/manifests/chunked")["content-length"] == "\(length)")
        }
    }

    @Test func oneByteMoreIs413() async throws {
        try await Registry.with { registry in
            let bytes = ManifestBuilder.index().bytes(paddedTo: 4 << 20 + 1)
            let type = "Content-Type: \(MediaType.ociImageIndex)"
            let declared = try await registry.raw(
                "PUT /v2/app/manifests/latest HTTP/1.1", type, "Content-Length: \(bytes.count)", body: bytes)
            #expect(declared.status == 413)
            #expect(declared.text.contains("\"errors\""))
            let chunked = try await registry.raw(
                "PUT /v2/app/manifests/latest HTTP/1.1", type, "Transfer-Encoding: chunked", body: Registry.chunked(bytes))
            #expect(chunked.status == 413)
            #expect(chunked["connection"] == "close")
            #expect(try await registry.get("/v2/app/manifests/latest").status == 404)
        }
    }

    @Test func chunkedTransferCodingIsFine() async throws {
        try await Registry.with { registry in
            try await registry.blob("{}")
            try await registry.blob("layer")
            let image = try ManifestBuilder.image().manifest()
            let (first, second) = (Array(image.bytes[..<7]), Array(image.bytes[7...]))
            for reference in ["latest", "\(image.digest)"] {
                let response = try await registry.raw(
                    "PUT /v2/app/manifests/\(reference) HTTP/1.1", "Content-Type: \(image.mediaType)", "Transfer-Encoding: chunked",
                    body: Registry.chunked(first, second))
                #expect(response.status == 201)
                #expect(response["docker-content-digest"] == "\(image.digest)")
                #expect(try await registry.get("/v2/app/manifests/\(reference)").body == image.bytes)
            }
        }
    }

    // MARK: - Tags of a push by digest

    @Test func tagsOfThePushAreSetAndListed() async throws {
        try await Registry.with { registry in
            try await registry.image("old", as: "t3")
            let image = try await registry.image("layer")
            let tags = (0..<12).map { "t\($0)" }
            let query = tags.map { "tag=\($0)" }.joined(separator: "&")
            let response = try await registry.send(
                "PUT", "/v2/app/manifests/\(image.digest)?\(query)&tag=t1", ["Content-Type": image.mediaType.value], body: image.bytes)
            #expect(response.status == 201)
            #expect(response.all("oci-tag").flatMap { $0.split(separator: ",").map { $0.drop { $0 == " " } } } == tags.map { $0[...] })
            for tag in tags { #expect(try await registry.get("/v2/app/manifests/\(tag)").body == image.bytes) }
        }
    }

    @Test func aTagThatCannotBeStopsTheWholePush() async throws {
        try await Registry.with { registry in
            let bytes = ManifestBuilder.index().bytes
            let target = "/v2/app/manifests/\(Digest(hashing: bytes))"
            let headers = ["Content-Type": MediaType.ociImageIndex.value]
            for tag in ["-bad", "", "a%2fb", "%zz", "%00", String(repeating: "a", count: 129)] {
                expectRefusal(try await registry.send("PUT", "\(target)?tag=good&tag=\(tag)", headers, body: bytes), 400, "MANIFEST_INVALID")
            }
            #expect(try await registry.get("/v2/app/manifests/good").status == 404)
            #expect(try await registry.get(target).status == 404)
        }
    }

    @Test func tooManyTagsAre414() async throws {
        try await Registry.with { registry in
            let bytes = ManifestBuilder.index().bytes
            let query = (0..<65).map { "tag=t\($0)" }.joined(separator: "&")
            let target = "/v2/app/manifests/\(Digest(hashing: bytes))?\(query)"
            expectRefusal(try await registry.send("PUT", target, ["Content-Type": MediaType.ociImageIndex.value], body: bytes), 414, "UNSUPPORTED")
            #expect(try await registry.get("/v2/app/manifests/t0").status == 404)
        }
    }

    @Test func aPushByTagTakesNoTagsBeside() async throws {
        try await Registry.with { registry in
            let response = try await registry.send(
                "PUT", "/v2/app/manifests/a?tag=b", ["Content-Type": MediaType.ociImageIndex.value], body: ManifestBuilder.index().bytes)
            expectRefusal(response, 400, "UNSUPPORTED")
            #expect(try await registry.get("/v2/app/manifests/a").status == 404)
        }
    }
}
