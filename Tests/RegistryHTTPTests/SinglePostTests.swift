import ContentHashing
import StowageTestSupport
import Testing

@Suite struct SinglePostTests {
    @Test(arguments: DigestAlgorithm.allCases) func aPostWithDigestStoresTheBlob(algorithm: DigestAlgorithm) async throws {
        try await Registry.with { registry in
            let bytes = SeededBytes(seed: 40).bytes(count: 300_000)
            let digest = Digest(hashing: bytes, with: algorithm)
            for _ in 0..<2 {
                let response = try await registry.probe.postBlob(bytes, to: "app", as: digest)
                #expect(response.status == 201)
                #expect(response["location"] == "/v2/app/blobs/\(digest)")
                #expect(response["docker-content-digest"] == "\(digest)")
            }
            #expect(try await registry.probe.blob(digest, in: "app").body == bytes)
            #expect(try registry.files(in: "uploads").isEmpty)
            #expect(try await registry.closesItsFiles(in: "uploads"))
        }
    }

    @Test func chunkedTransferCodingIsFine() async throws {
        try await Registry.with { registry in
            let digest = Digest(hashing: Array("hello".utf8))
            let response = try await registry.raw(
                "POST /v2/app/blobs/uploads/?digest=\(digest) HTTP/1.1", "Transfer-Encoding: chunked",
                body: Registry.chunked(Array("he".utf8), Array("llo".utf8)))
            #expect(response.status == 201)
            #expect(try await registry.probe.blob(digest, in: "app").text == "hello")
        }
    }

    @Test func aBodyThatBreaksOffLeavesNothing() async throws {
        try await Registry.with { registry in
            let digest = Digest(hashing: Array("hello".utf8))
            for framing in ["Content-Length: 10", "Transfer-Encoding: chunked"] {
                let connection = try await registry.connect()
                try await connection.send(Registry.head(["POST /v2/app/blobs/uploads/?digest=\(digest) HTTP/1.1", framing]))
                let isChunked = framing.hasPrefix("Transfer")
                try await connection.send(isChunked ? Registry.chunked(Array("hello".utf8), end: false) : Array("hello".utf8))
                connection.finishSending()
                let answer = String(decoding: try await connection.readToEnd(), as: UTF8.self)
                #expect(answer.hasPrefix("HTTP/1.1 400"), "\(answer)")
                connection.close()
                #expect(try await registry.probe.blob(digest, in: "app").status == 404)
                #expect(try registry.files(in: "uploads").isEmpty)
                #expect(try registry.files(in: "blobs").isEmpty)
            }
        }
    }
}
