import ContentHashing
import StowageTestSupport
import Testing

@Suite struct ChunksTests {
    @Test func chunksInOrderMakeTheBlob() async throws {
        try await Registry.with { registry in
            let bytes = SeededBytes(seed: 10).bytes(count: 250_000)
            var location = try await registry.probe.startUpload(in: "app")
            for start in stride(from: 0, to: bytes.count, by: 100_000) {
                let chunk = Array(bytes[start..<min(start + 100_000, bytes.count)])
                let response = try await registry.probe.sendChunk(chunk, at: start, to: location)
                #expect(response.status == 202)
                #expect(response["range"] == "0-\(start + chunk.count - 1)")
                location = try #require(response["location"])
            }
            #expect(try await registry.probe.finishUpload(location, as: Digest(hashing: bytes)).status == 201)
            #expect(try await registry.probe.blob(Digest(hashing: bytes), in: "app").body == bytes)
        }
    }

    @Test func theLastChunkMayComeWithThePUT() async throws {
        try await Registry.with { registry in
            let location = try await registry.probe.startUpload(in: "app")
            _ = try await registry.probe.sendChunk(Array("hello".utf8), at: 0, to: location)
            let digest = Digest(hashing: Array("hello world".utf8))
            let response = try await registry.send(
                "PUT", "\(location)?digest=\(digest)", ["Content-Range": "5-10"], body: Array(" world".utf8))
            #expect(response.status == 201)
            #expect(try await registry.probe.blob(digest, in: "app").text == "hello world")
        }
    }

    @Test func aPatchWithoutContentRangeAppends() async throws {
        try await Registry.with { registry in
            let location = try await registry.probe.startUpload(in: "app")
            #expect(try await registry.send("PATCH", location, body: Array("hello".utf8))["range"] == "0-4")
            let chunked = try await registry.raw(
                "PATCH \(location) HTTP/1.1", "Transfer-Encoding: chunked", body: Registry.chunked(Array(" wo".utf8), Array("rld".utf8)))
            #expect(chunked.status == 202)
            #expect(chunked["range"] == "0-10")
            #expect(try await registry.probe.finishUpload(location, as: Digest(hashing: Array("hello world".utf8))).status == 201)
        }
    }

    /// Docker's clients write the unit, which the specification leaves out.
    @Test(arguments: ["bytes 0-4/*", "bytes 0-4/11", "0-4"]) func theUnitOfContentRangeMayBeThere(range: String) async throws {
        try await Registry.with { registry in
            let location = try await registry.probe.startUpload(in: "app")
            #expect(try await registry.send("PATCH", location, ["Content-Range": range], body: Array("hello".utf8)).status == 202)
        }
    }

    @Test(arguments: [(0, 1), (0, 100), (5, 0), (5, 4), (5, 6), (5, 1000)])
    func aChunkOutOfOrderIs416AndTheSessionGoesOn(held: Int, start: Int) async throws {
        try await Registry.with { registry in
            let location = try await registry.probe.startUpload(in: "app")
            if held > 0 { _ = try await registry.probe.sendChunk(Array("hello".utf8), at: 0, to: location) }
            let digest = Digest(hashing: Array("hello world".utf8))
            for (method, target) in [("PATCH", location), ("PUT", "\(location)?digest=\(digest)")] {
                let response = try await registry.send(method, target, ["Content-Range": "\(start)-\(start + 2)"], body: [1, 2, 3])
                expectRefusal(response, 416, "BLOB_UPLOAD_INVALID")
                #expect(response["location"] == location)
                #expect(response["range"] == "0-\(max(0, held - 1))")
            }
            let status = try await registry.get(location)
            #expect(status.status == 204)
            #expect(status["range"] == "0-\(max(0, held - 1))")
            let rest = Array("hello world".utf8).dropFirst(held)
            #expect(try await registry.probe.sendChunk(Array(rest), at: held, to: location).status == 202)
            #expect(try await registry.probe.finishUpload(location, as: digest).status == 201)
            #expect(try await registry.probe.blob(digest, in: "app").text == "hello world")
        }
    }

    @Test(arguments: ["", "a-b", "0", "5-3", "-5", "0--1", "0-4-5", "bytes=0-4", "0-99999999999999999999", "bytes */5", "0x0-0x4"])
    func aContentRangeThatIsNoneIs400AndTheSessionGoesOn(range: String) async throws {
        try await Registry.with { registry in
            let location = try await registry.probe.startUpload(in: "app")
            let digest = Digest(hashing: Array("hello".utf8))
            for target in ["PATCH \(location)", "PUT \(location)?digest=\(digest)"] {
                let response = try await registry.raw(
                    "\(target) HTTP/1.1", "Content-Range: \(range)", "Content-Length: 5", body: Array("hello".utf8))
                expectRefusal(response, 400, "BLOB_UPLOAD_INVALID")
            }
            #expect(try await registry.get(location)["range"] == "0-0")
            #expect(try await registry.probe.finishUpload(location, as: digest, body: Array("hello".utf8)).status == 201)
        }
    }

    @Test func aLengthThatContradictsTheContentRangeIsRefused() async throws {
        try await Registry.with { registry in
            let location = try await registry.probe.startUpload(in: "app")
            for range in ["0-3", "0-5", "0-9223372036854775806"] {
                let response = try await registry.send("PATCH", location, ["Content-Range": range], body: Array("hello".utf8))
                expectRefusal(response, 400, "SIZE_INVALID")
                #expect(try await registry.get(location)["range"] == "0-0")
            }
            // Where the length is not announced, it shows at the end, and what came is kept.
            for (range, body) in [("0-3", "hello"), ("0-9", "hello")] {
                let other = try await registry.probe.startUpload(in: "app")
                let response = try await registry.raw(
                    "PATCH \(other) HTTP/1.1", "Content-Range: \(range)", "Transfer-Encoding: chunked", body: Registry.chunked(Array(body.utf8)))
                expectRefusal(response, 400, "SIZE_INVALID")
                let offset = try #require(try await registry.get(other).uploadOffset)
                let rest = Array("hello".utf8).dropFirst(offset)
                let digest = Digest(hashing: Array("hello".utf8))
                #expect(try await registry.probe.finishUpload(other, as: digest, body: Array(rest)).status == 201)
            }
        }
    }

    @Test func ofParallelPatchesOneWins() async throws {
        try await Registry.with { registry in
            for round in 0..<5 {
                let bytes = SeededBytes(seed: UInt64(20 + round)).bytes(count: 1_000_000)
                let location = try await registry.probe.startUpload(in: "app")
                let answers = try await withThrowingTaskGroup(of: ProbeResponse.self) { group in
                    for _ in 0..<8 { group.addTask { try await registry.probe.sendChunk(bytes, at: 0, to: location) } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.filter { $0.status == 202 }.count == 1)
                for answer in answers where answer.status != 202 {
                    expectRefusal(answer, answer.status == 409 ? 409 : 416, "BLOB_UPLOAD_INVALID")
                }
                #expect(try await registry.get(location).uploadOffset == bytes.count)
                #expect(try await registry.probe.finishUpload(location, as: Digest(hashing: bytes)).status == 201)
                #expect(try await registry.probe.blob(Digest(hashing: bytes), in: "app").body == bytes)
            }
        }
    }

    @Test func ofParallelClosingPutsOneWins() async throws {
        try await Registry.with { registry in
            let bytes = SeededBytes(seed: 30).bytes(count: 500_000)
            let location = try await registry.probe.startUpload(in: "app")
            let answers = try await withThrowingTaskGroup(of: ProbeResponse.self) { group in
                for _ in 0..<6 { group.addTask { try await registry.probe.finishUpload(location, as: Digest(hashing: bytes), body: bytes) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.filter { $0.status == 201 }.count == 1)
            #expect(answers.allSatisfy { [201, 404, 409].contains($0.status) })
            #expect(try await registry.probe.blob(Digest(hashing: bytes), in: "app").body == bytes)
        }
    }
}
