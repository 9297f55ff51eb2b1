import ContentHashing
import Foundation
import OCIModel
import StowageTestSupport
import Testing

/// Uploads across a restart of the whole server on one data folder.
@Suite(.serialized) struct RestartTests {
    private static func with<Value: Sendable>(
        _ folder: ScratchFolder, _ body: @escaping @Sendable (RegistryProbe) async throws -> Value
    ) async throws -> Value {
        try await TestServer.with(data: folder.path("data")) { server in
            try await RegistryProbe.with(baseURL: "http://127.0.0.1:\(server.port)", body)
        }
    }

    @Test(arguments: DigestAlgorithm.allCases) func anUploadGoesOnAfterARestart(algorithm: DigestAlgorithm) async throws {
        let bytes = SeededBytes(seed: 1).bytes(count: 1_000_000)
        let digest = Digest(hashing: bytes, with: algorithm)
        try await ScratchFolder.with { folder in
            let location = try await Self.with(folder) { probe async throws in
                let location = try await probe.startUpload(in: "app")
                #expect(try await probe.sendChunk(Array(bytes[..<400_000]), at: 0, to: location).status == 202)
                return location
            }
            // Twice, since the second start finds what the first resumed and closed again.
            try await Self.with(folder) { probe async throws in
                #expect(try await probe.uploadStatus(location).uploadOffset == 400_000)
                #expect(try await probe.sendChunk(Array(bytes[400_000..<700_000]), at: 400_000, to: location).status == 202)
            }
            try await Self.with(folder) { probe async throws in
                let wrong = try await probe.sendChunk([1, 2, 3], at: 400_000, to: location)
                #expect(wrong.status == 416)
                #expect(wrong.uploadOffset == 700_000)
                #expect(try await probe.finishUpload(location, as: digest, body: Array(bytes[700_000...])).status == 201)
                #expect(try await probe.blob(digest, in: "app").body == bytes)
                #expect(try await probe.uploadStatus(location).status == 404)
            }
            try await Self.with(folder) { probe async throws in
                #expect(try await probe.blob(digest, in: "app").body == bytes)
                #expect(try await probe.uploadStatus(location).status == 404)
            }
        }
    }

    @Test func anEmptyAndACancelledUploadAreWhatTheyWere() async throws {
        try await ScratchFolder.with { folder in
            let (empty, cancelled) = try await Self.with(folder) { probe async throws in
                let empty = try await probe.startUpload(in: "app")
                let cancelled = try await probe.startUpload(in: "app")
                #expect(try await probe.send("DELETE", cancelled).status == 204)
                return (empty, cancelled)
            }
            try await Self.with(folder) { probe async throws in
                #expect(try await probe.uploadStatus(cancelled).status == 404)
                #expect(try await probe.uploadStatus(empty).uploadOffset == 0)
                let bytes = Array("hello".utf8)
                #expect(try await probe.finishUpload(empty, as: Digest(hashing: bytes), body: bytes).status == 201)
            }
        }
    }

    @Test func anUploadWhoseFileIsGoneIsUnknown() async throws {
        try await ScratchFolder.with { folder in
            let location = try await Self.with(folder) { probe async throws in
                let location = try await probe.startUpload(in: "app")
                _ = try await probe.sendChunk([1, 2, 3], at: 0, to: location)
                return location
            }
            let uploads = folder.path("data/uploads")
            for name in try FileManager.default.contentsOfDirectory(atPath: uploads) {
                try FileManager.default.removeItem(atPath: "\(uploads)/\(name)")
            }
            try await Self.with(folder) { probe async throws in
                let status = try await probe.uploadStatus(location)
                #expect(status.status == 404)
                #expect(status.errorCodes == ["BLOB_UPLOAD_UNKNOWN"])
                #expect(try await probe.uploadStatus(location).status == 404)
            }
        }
    }

    @Test func filesThatNoUploadOwnsAreRemovedAtTheStart() async throws {
        try await ScratchFolder.with { folder in
            let location = try await Self.with(folder) { try await $0.startUpload(in: "app") }
            let orphan = UploadID()
            try folder.write([1, 2, 3], to: "data/uploads/\(orphan)")
            try await Self.with(folder) { probe async throws in
                #expect(!FileManager.default.fileExists(atPath: folder.path("data/uploads/\(orphan)")))
                #expect(try await probe.uploadStatus(location).status == 204)
            }
        }
    }

    @Test func everythingPushedIsThereAfterARestart() async throws {
        try await ScratchFolder.with { folder in
            let index = ManifestBuilder.index().bytes
            let type = MediaType.ociImageIndex.value
            try await Self.with(folder) { probe async throws in
                #expect(try await probe.pushManifest(index, type: type, to: "app", as: "kept").status == 201)
                #expect(try await probe.pushManifest(index, type: type, to: "app", as: "gone").status == 201)
                #expect(try await probe.deleteManifest("gone", from: "app").status == 202)
            }
            try await Self.with(folder) { probe async throws in
                #expect(try await probe.manifest("kept", in: "app").body == index)
                #expect(try await probe.manifest("gone", in: "app").status == 404)
            }
        }
    }
}
