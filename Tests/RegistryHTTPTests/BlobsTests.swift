import ContentHashing
import Foundation
import OCIModel
import StowageTestSupport
import Testing

@Suite struct BlobsTests {
    @Test(arguments: DigestAlgorithm.allCases, [0, 1, 700_000]) func getReturnsTheBytes(algorithm: DigestAlgorithm, count: Int) async throws {
        try await Registry.with { registry in
            let bytes = SeededBytes(seed: 1).bytes(count: count)
            let digest = try await registry.blob(bytes, algorithm: algorithm)
            let response = try await registry.probe.blob(digest, in: "app")
            #expect(response.status == 200)
            #expect(response.body == bytes)
            #expect(response["docker-content-digest"] == "\(digest)")
            #expect(response["content-length"] == "\(count)")
            #expect(response["accept-ranges"] == "bytes")
            let head = try await registry.head("/v2/app/blobs/\(digest)")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head["docker-content-digest"] == "\(digest)")
            #expect(head["content-length"] == "\(count)")
        }
    }

    @Test func whatIsAbsentFromTheRepositoryIs404() async throws {
        try await Registry.with { registry in
            let digest = try await registry.blob("content")
            expectRefusal(try await registry.get("/v2/other/blobs/\(digest)"), 404, "BLOB_UNKNOWN")
            expectRefusal(try await registry.get("/v2/app/blobs/\(Digest(hashing: [1]))"), 404, "BLOB_UNKNOWN")
            #expect(try await registry.head("/v2/other/blobs/\(digest)").status == 404)
            // The same bytes under another algorithm are another blob.
            #expect(try await registry.get("/v2/app/blobs/\(Digest(hashing: Array("content".utf8), with: .sha512))").status == 404)
        }
    }

    @Test func aKnownETagIs304() async throws {
        try await Registry.with { registry in
            let digest = try await registry.blob("content")
            let etag = try #require(try await registry.probe.blob(digest, in: "app")["etag"])
            let response = try await registry.get("/v2/app/blobs/\(digest)", ["If-None-Match": etag])
            #expect(response.status == 304)
            #expect(response.body.isEmpty)
            for other in ["\"other\"", "\"\(digest)-gzip\"", "\(digest)"] {
                #expect(try await registry.get("/v2/app/blobs/\(digest)", ["If-None-Match": other]).status == 200)
            }
            for known in ["*", "\"other\", W/\(etag)"] {
                #expect(try await registry.get("/v2/app/blobs/\(digest)", ["If-None-Match": known]).status == 304)
            }
            #expect(try await registry.get("/v2/other/blobs/\(digest)", ["If-None-Match": etag]).status == 404)
        }
    }

    enum Damage: CaseIterable { case truncated, grown, emptied, deleted }

    @Test(arguments: Damage.allCases, [true, false]) func aDamagedBlobIs404AndARepeatedPushHealsIt(damage: Damage, headFirst: Bool) async throws {
        try await Registry.with { registry in
            let bytes = SeededBytes(seed: 2).bytes(count: 100_000)
            let digest = try await registry.blob(bytes)
            let other = try await registry.blob("other")
            let path = registry.path(of: digest)
            try FileManager.default.removeItem(atPath: path)
            switch damage {
            case .truncated: try Data(bytes.prefix(5000)).write(to: URL(fileURLWithPath: path))
            case .grown: try Data(bytes + [0]).write(to: URL(fileURLWithPath: path))
            case .emptied: try Data().write(to: URL(fileURLWithPath: path))
            case .deleted: break
            }

            for method in headFirst ? ["HEAD", "GET"] : ["GET", "HEAD"] {
                #expect(try await registry.send(method, "/v2/app/blobs/\(digest)").status == 404, "\(method)")
            }
            // A damaged blob can't be had by a mount either.
            #expect(try await registry.send("POST", "/v2/b/blobs/uploads/?mount=\(digest)&from=app", body: []).status == 202)

            #expect(try await registry.probe.pushBlob(bytes, to: "app").status == 201)
            let healed = try await registry.probe.blob(digest, in: "app")
            #expect(healed.status == 200)
            #expect(healed.body == bytes)
            #expect(try await registry.head("/v2/app/blobs/\(digest)")["content-length"] == "\(bytes.count)")
            #expect(try await registry.probe.blob(other, in: "app").text == "other")
            #expect(try await registry.send("POST", "/v2/b/blobs/uploads/?mount=\(digest)&from=app", body: []).status == 201)
        }
    }

    /// A push that comes before anyone has noticed the damage.
    @Test(arguments: [true, false]) func aPushHealsDamageThatNobodyHasSeen(single: Bool) async throws {
        try await Registry.with { registry in
            let bytes = SeededBytes(seed: 3).bytes(count: 100_000)
            let digest = try await registry.blob(bytes, in: "first")
            let path = registry.path(of: digest)
            try FileManager.default.removeItem(atPath: path)
            try Data(bytes.prefix(5000)).write(to: URL(fileURLWithPath: path))
            let response = single ? try await registry.probe.postBlob(bytes, to: "app") : try await registry.probe.pushBlob(bytes, to: "app")
            #expect(response.status == 201)
            for repository in ["app", "first"] { #expect(try await registry.probe.blob(digest, in: repository).body == bytes) }
        }
    }
}
