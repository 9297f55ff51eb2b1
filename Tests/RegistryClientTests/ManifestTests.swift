import ContentHashing
import OCIModel
import RegistryClient
import StowageTestSupport
import Testing

@Suite("Manifests", .serialized)
struct ManifestTests {
    @Test func `A manifest is pushed and fetched by tag and digest`() async throws {
        try await TestServer.with { server async throws in
            try await withClient(server.address) { client async throws in
                let manifest = try await client.pushImage()
                try await client.pushManifest(manifest.bytes, mediaType: manifest.mediaType, to: .app, as: Reference("latest"))
                for reference in [try Reference("latest"), .digest(manifest.digest)] {
                    let found = try await client.manifest(reference, in: .app)
                    #expect(found.bytes == manifest.bytes && found.digest == manifest.digest && found.mediaType == manifest.mediaType)
                }
                #expect(await clientError { _ = try await client.manifest(Reference("other"), in: .app) }?.code == .notFound)
            }
        }
    }

    @Test func `A manifest whose blobs are missing is refused with the server's words`() async throws {
        try await TestServer.with { server async throws in
            try await withClient(server.address) { client async throws in
                let manifest = try ManifestBuilder.image().manifest()
                let error = await clientError {
                    try await client.pushManifest(manifest.bytes, mediaType: manifest.mediaType, to: .app, as: .digest(manifest.digest))
                }
                #expect(error?.code == .notFound || error?.serverCode == "MANIFEST_BLOB_UNKNOWN")
            }
        }
    }

    @Test func `Other bytes than were asked for are damage`() async throws {
        let manifest = try ManifestBuilder.image().manifest()
        let type = manifest.mediaType.value
        try await StubServer.with { request, _ in
            let claimed = request.target.hasSuffix("latest") ? "\(Digest(hashing: [1]))" : nil
            return StubAnswer(
                headers: ["Content-Type": type].merging(claimed.map { ["Docker-Content-Digest": $0] } ?? [:]) { $1 }, body: manifest.bytes)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                #expect(await clientError { _ = try await client.manifest(.digest(Digest(hashing: [2])), in: .app) }?.code == .damaged)
                #expect(await clientError { _ = try await client.manifest(Reference("latest"), in: .app) }?.code == .damaged)
                #expect(try await client.manifest(Reference("good"), in: .app).digest == manifest.digest)
            }
        }
    }

    @Test func `A page of a proxy is no manifest`() async throws {
        try await StubServer.with { _, _ in
            StubAnswer(headers: ["Content-Type": "text/html"], body: Array("<html>log in</html>".utf8))
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                #expect(await clientError { _ = try await client.manifest(Reference("latest"), in: .app) }?.code == .protocolViolation)
            }
        }
    }

    @Test func `Referrers are listed`() async throws {
        try await TestServer.with { server async throws in
            try await withClient(server.address) { client async throws in
                let subject = try await client.pushImage()
                var expected: Set<Digest> = []
                for index in 0..<5 {
                    let type = index == 4 ? "application/other" : "application/vnd.stowage.inputs.v1+json"
                    let manifest = try ManifestBuilder.referrer(to: subject.descriptor, artifactType: type, annotations: [("n", "\(index)")])
                        .manifest()
                    try await client.push(["{}"])
                    try await client.pushManifest(manifest.bytes, mediaType: manifest.mediaType, to: .app, as: .digest(manifest.digest))
                    if index < 4 { expected.insert(manifest.digest) }
                }
                let found = try await client.referrers(of: subject.digest, artifactType: "application/vnd.stowage.inputs.v1+json", in: .app)
                #expect(Set(found.map(\.digest)) == expected && found.count == 4)
                #expect(found.allSatisfy { $0.annotations["n"] != nil })
                #expect(try await client.referrers(of: subject.digest, in: .app).count == 5)
                #expect(try await client.referrers(of: Digest(hashing: [9]), in: .app).isEmpty)
            }
        }
    }

    @Test func `Referrers are listed over all pages, on this server alone`() async throws {
        let entries = try ["a", "b", "c"].map { try ManifestBuilder.image(layers: [$0]).manifest() }
        try await StubServer.with { request, _ in
            let page = request.target.split(separator: "=").last.flatMap { Int($0) } ?? 0
            let elsewhere = request.target.contains("\(Digest(hashing: [7]))")
            let link = elsewhere ? "http://elsewhere.example/x" : "/v2/team/app/referrers/x?last=\(page + 1)"
            var answer = StubAnswer(body: ManifestBuilder.index(of: [entries[page]]).bytes)
            if page < 2 { answer.headers["Link"] = "<\(link)>; rel=\"next\"" }
            return answer
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                #expect(try await client.referrers(of: Digest(hashing: [1]), in: .app).map(\.digest) == entries.map(\.digest))
                let error = await clientError { _ = try await client.referrers(of: Digest(hashing: [7]), in: .app) }
                #expect(error?.code == .protocolViolation)
            }
        }
    }
}

extension RegistryClient {
    func push(_ blobs: [String]) async throws {
        for blob in blobs {
            try await pushBlob(BytesBlobSource(Array(blob.utf8)), digest: Digest(hashing: Array(blob.utf8)), to: .app)
        }
    }

    /// Pushes a small image by its digest.
    func pushImage(_ layer: String = "layer") async throws -> Manifest {
        try await push(["{}", layer])
        let manifest = try ManifestBuilder.image(layers: [layer]).manifest()
        try await pushManifest(manifest.bytes, mediaType: manifest.mediaType, to: .app, as: .digest(manifest.digest))
        return manifest
    }
}
