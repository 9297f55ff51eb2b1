import ContentHashing
import Foundation
import OCIModel
import StowageServer
import StowageTestSupport
import Testing

@Suite struct UploadsTests {
    @Test func aPostOpensASession() async throws {
        try await Registry.with { registry in
            var locations: Set<String> = []
            for path in ["/v2/app/blobs/uploads/", "/v2/app/blobs/uploads", "/v2/a/b/c/blobs/uploads/"] {
                let response = try await registry.send("POST", path, body: [])
                #expect(response.status == 202)
                let location = try #require(response["location"])
                #expect(location.hasPrefix(path.hasSuffix("/") ? path : path + "/"))
                #expect(UUID(uuidString: location.split(separator: "/").last.map(String.init) ?? "") != nil)
                #expect(response["range"] == "0-0")
                locations.insert(location)
            }
            #expect(locations.count == 3)
        }
    }

    @Test(arguments: ["sha256", "sha512"]) func anAlgorithmMayBeAnnounced(name: String) async throws {
        try await Registry.with { registry in
            let response = try await registry.send("POST", "/v2/app/blobs/uploads/?digest-algorithm=\(name)", body: [])
            #expect(response.status == 202)
            let location = try #require(response["location"])
            for algorithm in DigestAlgorithm.allCases where algorithm.rawValue == name {
                let digest = Digest(hashing: Array("content".utf8), with: algorithm)
                #expect(try await registry.probe.finishUpload(location, as: digest, body: Array("content".utf8)).status == 201)
                #expect(try await registry.probe.blob(digest, in: "app").text == "content")
            }
        }
    }

    @Test(arguments: ["md5", "SHA256", "", "%zz"]) func anAlgorithmThatIsNotSupportedIs400(name: String) async throws {
        try await Registry.with { registry in
            expectRefusal(try await registry.send("POST", "/v2/app/blobs/uploads/?digest-algorithm=\(name)", body: []), 400, "UNSUPPORTED")
        }
    }

    @Test func aWholeBlobGoesIntoThePUT() async throws {
        try await Registry.with { registry in
            let bytes = SeededBytes(seed: 5).bytes(count: 300_000)
            let response = try await registry.probe.pushBlob(bytes, to: "app")
            #expect(response.status == 201)
            #expect(response["docker-content-digest"] == "\(Digest(hashing: bytes))")
            let location = try #require(response["location"])
            #expect(location == "/v2/app/blobs/\(Digest(hashing: bytes))")
            #expect(try await registry.get(location).body == bytes)
            #expect(try registry.files(in: "uploads").isEmpty)
        }
    }

    @Test func aSHA512BlobNeedsNoAnnouncement() async throws {
        try await Registry.with { registry in
            let bytes = SeededBytes(seed: 6).bytes(count: 300_000)
            let digest = Digest(hashing: bytes, with: .sha512)
            let location = try await registry.probe.startUpload(in: "app")
            #expect(try await registry.probe.sendChunk(Array(bytes[..<100_000]), at: 0, to: location).status == 202)
            let response = try await registry.probe.finishUpload(location, as: digest, body: Array(bytes[100_000...]))
            #expect(response.status == 201)
            #expect(response["docker-content-digest"] == "\(digest)")
            #expect(try await registry.probe.blob(digest, in: "app").body == bytes)
        }
    }

    @Test func anEmptyBlobCanBeClosedAtOnce() async throws {
        try await Registry.with { registry in
            let response = try await registry.probe.pushBlob([], to: "app")
            #expect(response.status == 201)
            #expect(try await registry.probe.blob(Digest(hashing: []), in: "app").status == 200)
        }
    }

    @Test func aPUTWithChunkedTransferCodingIsFine() async throws {
        try await Registry.with { registry in
            let bytes = SeededBytes(seed: 7).bytes(count: 200_000)
            let location = try await registry.probe.startUpload(in: "app")
            let response = try await registry.raw(
                "PUT \(location)?digest=\(Digest(hashing: bytes)) HTTP/1.1", "Transfer-Encoding: chunked",
                body: Registry.chunked(Array(bytes[..<1]), Array(bytes[1...])))
            #expect(response.status == 201)
            #expect(try await registry.probe.blob(Digest(hashing: bytes), in: "app").body == bytes)
        }
    }

    @Test func statusIs204WithLocationAndRange() async throws {
        try await Registry.with { registry in
            let location = try await registry.probe.startUpload(in: "app")
            _ = try await registry.probe.sendChunk(Array("hello".utf8), at: 0, to: location)
            for method in ["GET", "HEAD"] {
                let response = try await registry.send(method, location)
                #expect(response.status == 204)
                #expect(response["location"] == location)
                #expect(response["range"] == "0-4")
                #expect(response.body.isEmpty)
            }
        }
    }

    @Test func cancelIs204AndForgetsEverything() async throws {
        try await Registry.with { registry in
            let location = try await registry.probe.startUpload(in: "app")
            _ = try await registry.probe.sendChunk(Array("hello".utf8), at: 0, to: location)
            #expect(try await registry.send("DELETE", location).status == 204)
            #expect(try registry.files(in: "uploads").isEmpty)
            #expect(try await registry.closesItsFiles(in: "uploads"))
            expectRefusal(try await registry.get(location), 404, "BLOB_UPLOAD_UNKNOWN")
            expectRefusal(try await registry.send("DELETE", location), 404, "BLOB_UPLOAD_UNKNOWN")
            expectRefusal(try await registry.send("PATCH", location, body: [1]), 404, "BLOB_UPLOAD_UNKNOWN")
        }
    }

    @Test(arguments: [
        "00000000-0000-4000-8000-000000000000", "x", "..", "%2e%2e", "00000000-0000-4000-8000-00000000000G",
        "AAAAAAAA-0000-4000-8000-000000000000", "00000000-0000-4000-8000-000000000000%00", String(repeating: "a", count: 5000),
    ])
    func aSessionThatIsNotOpenIs404(id: String) async throws {
        try await Registry.with { registry in
            for (method, query) in [("GET", ""), ("PATCH", ""), ("PUT", "?digest=\(Digest(hashing: []))"), ("DELETE", "")] {
                let response = try await registry.raw("\(method) /v2/app/blobs/uploads/\(id)\(query) HTTP/1.1", "Content-Length: 0")
                expectRefusal(response, 404, "BLOB_UPLOAD_UNKNOWN")
            }
        }
    }

    @Test func aSessionBelongsToItsRepository() async throws {
        try await Registry.with { registry in
            let location = try await registry.probe.startUpload(in: "app")
            let elsewhere = location.replacing("/v2/app/", with: "/v2/other/")
            expectRefusal(try await registry.get(elsewhere), 404, "BLOB_UPLOAD_UNKNOWN")
            expectRefusal(try await registry.send("PATCH", elsewhere, body: [1]), 404, "BLOB_UPLOAD_UNKNOWN")
            expectRefusal(try await registry.send("DELETE", elsewhere), 404, "BLOB_UPLOAD_UNKNOWN")
            #expect(try await registry.get(location).status == 204)
        }
    }

    // MARK: - Digests

    @Test(arguments: DigestAlgorithm.allCases) func aDigestThatDoesNotMatchIs400AndLeavesNothing(algorithm: DigestAlgorithm) async throws {
        try await Registry.with { registry in
            let wrong = Digest(hashing: [1, 2, 3], with: algorithm)
            for patch in [true, false] {
                let location = try await registry.probe.startUpload(in: "app")
                if patch { _ = try await registry.probe.sendChunk(Array("hello".utf8), at: 0, to: location) }
                let response = try await registry.probe.finishUpload(location, as: wrong, body: patch ? [] : Array("hello".utf8))
                expectRefusal(response, 400, "DIGEST_INVALID")
                expectRefusal(try await registry.get(location), 404, "BLOB_UPLOAD_UNKNOWN")
            }
            expectRefusal(try await registry.probe.postBlob(Array("hello".utf8), to: "app", as: wrong), 400, "DIGEST_INVALID")
            for digest in [wrong, Digest(hashing: Array("hello".utf8), with: algorithm)] {
                #expect(try await registry.probe.blob(digest, in: "app").status == 404)
            }
            #expect(try registry.files(in: "uploads").isEmpty)
            #expect(try registry.files(in: "blobs").isEmpty)
            #expect(try await registry.closesItsFiles(in: "uploads"))
        }
    }

    static let badDigests = [
        "", "sha256", "sha256:", "sha256:abc", "sha256:" + String(repeating: "a", count: 63), "sha256:" + String(repeating: "a", count: 65),
        "sha256:" + String(repeating: "A", count: 64), "SHA256:" + String(repeating: "a", count: 64), "sha512:" + String(repeating: "a", count: 64),
        "md5:d41d8cd98f00b204e9800998ecf8427e", "sha256:" + String(repeating: "g", count: 64),
        "sha256:..%2f..%2f" + String(repeating: "a", count: 54),
        "sha256:" + String(repeating: "a", count: 63) + "%00", "sha256:%zz" + String(repeating: "a", count: 61),
    ]

    @Test(arguments: badDigests) func aDigestThatIsNoneIs400AndTheSessionGoesOn(digest: String) async throws {
        try await Registry.with { registry in
            let location = try await registry.probe.startUpload(in: "app")
            _ = try await registry.probe.sendChunk(Array("hello".utf8), at: 0, to: location)
            expectRefusal(try await registry.raw("PUT \(location)?digest=\(digest) HTTP/1.1", "Content-Length: 0"), 400, "DIGEST_INVALID")
            expectRefusal(try await registry.raw("PUT \(location) HTTP/1.1", "Content-Length: 0"), 400, "DIGEST_INVALID")
            #expect(try await registry.get(location)["range"] == "0-4")
            #expect(try await registry.probe.finishUpload(location, as: Digest(hashing: Array("hello".utf8))).status == 201)
        }
    }

    @Test(arguments: badDigests) func aDigestThatIsNoneIs400Everywhere(digest: String) async throws {
        try await Registry.with { registry in
            expectRefusal(
                try await registry.raw("POST /v2/app/blobs/uploads/?digest=\(digest) HTTP/1.1", "Content-Length: 1", body: [1]), 400, "DIGEST_INVALID"
            )
            expectRefusal(
                try await registry.raw("POST /v2/app/blobs/uploads/?mount=\(digest)&from=app HTTP/1.1", "Content-Length: 0"), 400, "DIGEST_INVALID")
            guard !digest.isEmpty else { return }
            expectRefusal(try await registry.raw("GET /v2/app/blobs/\(digest) HTTP/1.1"), 400, "DIGEST_INVALID")
            expectRefusal(try await registry.raw("DELETE /v2/app/blobs/\(digest) HTTP/1.1"), 400, "DIGEST_INVALID")
            expectRefusal(try await registry.raw("GET /v2/app/referrers/\(digest) HTTP/1.1"), 400, "DIGEST_INVALID")
            #expect(try registry.files(in: "uploads").isEmpty)
        }
    }

    // MARK: - Size

    @Test func aBlobLargerThanTheLimitIs413() async throws {
        try await Registry.with { settings in
            settings.uploads.maximumSize = ByteCount(100_000)
        } _: { registry in
            let fits = SeededBytes(seed: 8).bytes(count: 100_000)
            let large = SeededBytes(seed: 9).bytes(count: 100_001)
            #expect(try await registry.probe.postBlob(fits, to: "app").status == 201)
            expectRefusal(try await registry.probe.postBlob(large, to: "app"), 413, "SIZE_INVALID")
            let location = try await registry.probe.startUpload(in: "app")
            expectRefusal(try await registry.send("PATCH", location, body: large), 413, "SIZE_INVALID")
            // In pieces too, and where the length is not announced.
            #expect(try await registry.probe.sendChunk(fits, at: 0, to: location).status == 202)
            expectRefusal(try await registry.probe.sendChunk([1], at: 100_000, to: location), 413, "SIZE_INVALID")
            #expect(try await registry.probe.finishUpload(location, as: Digest(hashing: fits)).status == 201)
            #expect(try await registry.probe.blob(Digest(hashing: large), in: "app").status == 404)
        }
    }

    @Test(arguments: ["Content-Range: 0-200000", "Content-Range: 0-9223372036854775806", "X-None: 1"])
    func anEndlessBodyIsStoppedAtTheLimit(range: String) async throws {
        try await Registry.with { settings in
            settings.uploads.maximumSize = ByteCount(100_000)
        } _: { registry in
            let location = try await registry.probe.startUpload(in: "app")
            let connection = try await registry.connect()
            defer { connection.close() }
            try await connection.send(Registry.head(["PATCH \(location) HTTP/1.1", "Transfer-Encoding: chunked", range]))
            try await connection.send(Registry.chunked([UInt8](repeating: 1, count: 90_000), [UInt8](repeating: 2, count: 20_000), end: false))
            let response = try await connection.readResponse()
            expectRefusal(response, 413, "SIZE_INVALID")
            #expect(response["connection"] == "close")
            let offset = try #require(try await registry.get(location).uploadOffset)
            #expect(offset <= 100_000)
            #expect(try await registry.send("PATCH", location, ["Content-Range": "\(offset)-\(offset)"], body: [3]).status == 202)
        }
    }
}
