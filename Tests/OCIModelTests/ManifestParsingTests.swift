import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@Suite struct ManifestParsingTests {
    @Test(arguments: [false, true]) func readsImages(docker: Bool) throws {
        let builder = ManifestBuilder.image(config: "{}", layers: ["one", "two"], docker: docker)
        let manifest = try builder.manifest()
        #expect(manifest.kind == .image)
        #expect(manifest.mediaType == (docker ? .dockerManifest : .ociImageManifest))
        #expect(manifest.bytes == builder.bytes)
        #expect(manifest.digest == Digest(hashing: builder.bytes))
        #expect(manifest.config == builder.config)
        #expect(manifest.layers == builder.layers)
        #expect(manifest.requiredBlobs.map(\.digest) == [builder.config?.digest, builder.layers?[0].digest, builder.layers?[1].digest])
        #expect(manifest.artifactType == builder.config?.mediaType.value)
        #expect(manifest.entries.isEmpty && manifest.subject == nil && manifest.annotations.isEmpty)
    }

    @Test(arguments: [false, true]) func readsIndexes(docker: Bool) throws {
        let image = try ManifestBuilder.image(docker: docker).manifest()
        let manifest = try ManifestBuilder.index(of: [image], docker: docker).manifest()
        #expect(manifest.kind == .index)
        #expect(manifest.entries == [image.descriptor])
        #expect(manifest.requiredBlobs.isEmpty)
        #expect(manifest.artifactType == nil)
        #expect(try ManifestBuilder.index().manifest().entries.isEmpty)
    }

    @Test func readsReferrers() throws {
        let subject = try ManifestBuilder.image().manifest()
        let builder = ManifestBuilder.referrer(
            to: subject.descriptor, artifactType: "application/vnd.example+json", annotations: [("b", "2"), ("a", "1 \"x\" \u{1f600}")])
        let manifest = try builder.manifest(algorithm: .sha512)
        #expect(manifest.digest == Digest(hashing: builder.bytes, with: .sha512))
        #expect(manifest.subject == subject.descriptor)
        #expect(manifest.artifactType == "application/vnd.example+json")
        #expect(manifest.annotations == ["a": "1 \"x\" \u{1f600}", "b": "2"])
        #expect(try ManifestBuilder.referrer(to: subject.descriptor, artifactType: "").manifest().artifactType == "application/vnd.oci.empty.v1+json")
        var index = ManifestBuilder.index()
        index.artifactType = "a/b"
        index.subject = subject.descriptor
        #expect(try index.manifest().artifactType == "a/b")
        #expect(try index.manifest().subject == subject.descriptor)
    }

    @Test func readsArtifactManifestsOfTheReleaseCandidates() throws {
        var builder = ManifestBuilder(mediaType: .ociArtifactManifest)
        builder.artifactType = "application/x"
        builder.blobs = [.of("blob", "text/plain")]
        let manifest = try builder.manifest()
        #expect(manifest.kind == .artifact)
        #expect(manifest.layers == builder.blobs)
        #expect(manifest.requiredBlobs == builder.blobs)
    }

    /// BuildKit's registry cache: an index whose entries are layers, and a config of its own type among them.
    @Test func readsCacheIndexesOfBuildKit() throws {
        var builder = ManifestBuilder.index()
        builder.entries = [
            .of("layer", "application/vnd.oci.image.layer.v1.tar+gzip"), .of("{}", "application/vnd.buildkit.cacheconfig.v0"),
        ]
        let manifest = try builder.manifest()
        #expect(manifest.kind == .index)
        #expect(manifest.entries == builder.entries)
        #expect(manifest.requiredBlobs.isEmpty)
    }

    @Test func layersFromElsewhereMayBeAbsent() throws {
        var builder = ManifestBuilder.image(layers: [])
        let digest = Digest(hashing: [1])
        builder.layers = [
            Descriptor(mediaType: MediaType("application/vnd.oci.image.layer.v1.tar"), digest: digest, size: 1, urls: ["https://example.com/a"]),
            Descriptor(mediaType: MediaType("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"), digest: digest, size: 1),
            Descriptor(mediaType: MediaType("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"), digest: digest, size: 1),
        ]
        let manifest = try builder.manifest()
        #expect(manifest.layers.count == 3)
        #expect(manifest.requiredBlobs == [manifest.config])
    }

    @Test func keepsUnknownFieldsAndTypes() throws {
        var image = ManifestBuilder.image()
        image.extra = [("vendor", ["x": [1, 2]]), ("layers2", "y")]
        #expect(try image.manifest().bytes == image.bytes)

        for body: JSONValue in [
            ["anything": 1], ["config": "not a descriptor", "layers": 5, "annotations": ["n": 1], "subject": [1], "artifactType": []],
            ["schemaVersion": 7, "manifests": "x"],
        ] {
            let manifest = try Manifest(parsing: body.bytes, contentType: "application/vnd.example.thing.v3+json")
            #expect(manifest.kind == .other)
            #expect(manifest.mediaType.value == "application/vnd.example.thing.v3+json")
            #expect(manifest.bytes == body.bytes)
            #expect(manifest.requiredBlobs.isEmpty && manifest.subject == nil && manifest.annotations.isEmpty && manifest.artifactType == nil)
        }
    }

    @Test func unknownTypesMayHaveASubject() throws {
        var builder = ManifestBuilder(mediaType: MediaType("application/vnd.example.v1+json"))
        builder.subject = try ManifestBuilder.image().manifest().descriptor
        builder.artifactType = "a/b"
        builder.annotations = [("k", "v")]
        let manifest = try builder.manifest()
        #expect(manifest.subject == builder.subject)
        #expect(manifest.artifactType == "a/b")
        #expect(manifest.annotations == ["k": "v"])
    }

    @Test func nullIsAbsent() throws {
        let config = Descriptor.of("{}", "application/vnd.oci.image.config.v1+json")
        let body: JSONValue = [
            "schemaVersion": 2, "config": config.json, "layers": .null, "subject": .null, "annotations": .null, "mediaType": .null,
            "artifactType": .null, "manifests": .null,
        ]
        let manifest = try Manifest(parsing: body.bytes, contentType: MediaType.ociImageManifest.value)
        #expect(manifest.kind == .image)
        #expect(manifest.layers.isEmpty)
    }

    @Test func typeComesFromHeaderThenBodyThenShape() throws {
        var image = ManifestBuilder.image()
        let type = MediaType.ociImageManifest.value
        for header in [nil, "", type, type + "; charset=utf-8", " " + type] {
            #expect(try Manifest(parsing: image.bytes, contentType: header).mediaType == .ociImageManifest)
        }
        image.mediaType = nil
        #expect(try Manifest(parsing: image.bytes, contentType: nil).kind == .image)
        #expect(try Manifest(parsing: image.bytes, contentType: MediaType.dockerManifest.value).mediaType == .dockerManifest)
        var index = ManifestBuilder.index()
        index.mediaType = nil
        #expect(try Manifest(parsing: index.bytes, contentType: nil).mediaType == .ociImageIndex)
        index.mediaType = MediaType("")
        #expect(try Manifest(parsing: index.bytes, contentType: nil).mediaType == .ociImageIndex)
    }

    @Test func fourMebibytesAreTheLimit() throws {
        let image = ManifestBuilder.image()
        let largest = try Manifest(parsing: image.bytes(paddedTo: 4 * 1024 * 1024), contentType: nil)
        #expect(largest.bytes.count == 4_194_304)
        let error = #expect(throws: OCIError.self) { try Manifest(parsing: image.bytes(paddedTo: 4 * 1024 * 1024 + 1), contentType: nil) }
        #expect(error?.code == .manifestTooLarge)
    }
}
