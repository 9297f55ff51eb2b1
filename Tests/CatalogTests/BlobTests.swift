import Catalog
import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@Suite struct BlobTests {
    @Test(arguments: DigestAlgorithm.allCases) func recordsAndFinds(_ algorithm: DigestAlgorithm) async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let digest = Digest.of("blob", algorithm)
            #expect(try await catalog.blob(digest) == nil)
            #expect(try await catalog.blob(digest, in: .app) == nil)
            try await catalog.recordBlob(digest, size: 4, in: .app, completing: nil)
            let record = BlobRecord(digest: digest, size: 4, isSuspect: false, createdAt: temporary.clock.now)
            #expect(try await catalog.blob(digest, in: .app) == record)
            #expect(try await catalog.blob(digest) == record)
            #expect(try await catalog.blob(digest, in: .other) == nil)
            let otherAlgorithm: DigestAlgorithm = algorithm == .sha256 ? .sha512 : .sha256
            #expect(try await catalog.blob(Digest.of("blob", otherAlgorithm)) == nil)
        }
    }

    @Test func recordingAgainCountsTheProof() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let digest = Digest.of("blob")
            try await catalog.recordBlob(digest, size: 4, in: .app, completing: nil)
            let start = temporary.clock.now
            temporary.clock.advance(by: .seconds(60))
            try await catalog.recordBlob(digest, size: 4, in: .app, completing: nil)
            #expect(try await catalog.blob(digest) == BlobRecord(digest: digest, size: 4, isSuspect: false, proofs: 2, createdAt: start))
            #expect(try temporary.rows("SELECT name, generation FROM repositories") == ["team/app|1"])
            try await catalog.recordBlob(digest, size: 4, in: .other, completing: nil)
            #expect(
                try await catalog.blob(digest, in: .other) == BlobRecord(digest: digest, size: 4, isSuspect: false, proofs: 3, createdAt: start))
        }
    }

    @Test func recordingCompletesTheUpload() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let (id, bystander) = (UploadID(), UploadID())
            for id in [id, bystander] {
                try await catalog.openUpload(
                    UploadRecord(id: id, repository: .app, algorithm: .sha256, startedAt: temporary.clock.now, touchedAt: temporary.clock.now))
            }
            try await catalog.recordBlob(Digest.of("blob"), size: 4, in: .app, completing: id)
            #expect(try await catalog.upload(id, in: .app) == nil)
            #expect(try await catalog.upload(bystander, in: .app) != nil)
            try await catalog.recordBlob(Digest.of("blob"), size: 4, in: .app, completing: id)
        }
    }

    @Test func suspectBlobsHealByAPush() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let digest = Digest.of("blob")
            try await catalog.markSuspect(BlobRecord(digest: digest, size: 4, isSuspect: false, createdAt: temporary.clock.now))
            try await catalog.recordBlob(digest, size: 4, in: .app, completing: nil)
            try await catalog.markSuspect(try #require(try await catalog.blob(digest)))
            #expect(try await catalog.blob(digest)?.isSuspect == true)
            #expect(try await catalog.blob(digest, in: .app)?.isSuspect == true)
            #expect(try await catalog.mountBlob(digest, from: .app, into: .other) == .unknown)
            try await catalog.recordBlob(digest, size: 4, in: .other, completing: nil)
            #expect(try await catalog.blob(digest, in: .app)?.isSuspect == false)
        }
    }

    /// A reader finds damage, a push heals it, and only then does the reader's mark arrive.
    @Test func aMarkDoesNotUndoAHealing() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let digest = Digest.of("blob")
            try await catalog.recordBlob(digest, size: 4, in: .app, completing: nil)
            let before = try #require(try await catalog.blob(digest, in: .app))
            try await catalog.recordBlob(digest, size: 4, in: .other, completing: nil)
            try await catalog.markSuspect(before)
            #expect(try await catalog.blob(digest)?.isSuspect == false)
            let after = try #require(try await catalog.blob(digest))
            try await catalog.markSuspect(after)
            try await catalog.markSuspect(after)
            #expect(try await catalog.blob(digest)?.isSuspect == true)
        }
    }

    @Test func manifestsDoNotTakeSuspectBlobs() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one")
            try await catalog.markSuspect(try #require(try await catalog.blob(Digest.of("one"))))
            let second = try ManifestBuilder.image(config: "{}", layers: ["one", "one"]).manifest()
            #expect(try await catalog.publishManifest(second, tags: ["a"], in: .app) == .missing([Digest.of("one")]))
            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: nil)
            #expect(try await catalog.publishManifest(second, tags: ["a"], in: .app) == .published)
            #expect(try await catalog.publishManifest(image, tags: [], in: .app) == .published)
        }
    }

    @Test func mounts() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let digest = Digest.of("blob")
            let third = RepositoryName.name("third")
            #expect(try await catalog.mountBlob(digest, from: nil, into: .other) == .unknown)
            try await catalog.recordBlob(digest, size: 4, in: .app, completing: nil)
            let record = try #require(try await catalog.blob(digest))
            #expect(try await catalog.mountBlob(digest, from: .other, into: third) == .unknown)
            #expect(try await catalog.mountBlob(digest, from: third, into: third) == .unknown)
            #expect(try temporary.rows("SELECT name FROM repositories") == ["team/app"], "a mount that fails makes no repository")
            #expect(try await catalog.mountBlob(digest, from: .app, into: .other) == .mounted(record))
            #expect(try await catalog.blob(digest, in: .other) == record)
            #expect(try await catalog.mountBlob(digest, from: nil, into: third) == .mounted(record))
            #expect(try await catalog.mountBlob(digest, from: .name("nowhere"), into: third) == .mounted(record), "it is there already")
            #expect(try temporary.rows("SELECT generation FROM repositories WHERE name = 'third'") == ["1"])
        }
    }

    @Test func nothingIsMountedThatNobodyHolds() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let digest = Digest.of("blob")
            try await catalog.recordBlob(digest, size: 4, in: .app, completing: nil)
            #expect(try await catalog.unlinkBlob(digest, from: .app) == .deleted)
            #expect(try await catalog.mountBlob(digest, from: nil, into: .other) == .unknown)
            #expect(try await catalog.mountBlob(digest, from: .app, into: .other) == .unknown)
        }
    }

    @Test func unlinks() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let digest = Digest.of("blob")
            #expect(try await catalog.unlinkBlob(digest, from: .app) == .repositoryUnknown)
            try await catalog.recordBlob(digest, size: 4, in: .app, completing: nil)
            try await catalog.recordBlob(digest, size: 4, in: .other, completing: nil)
            #expect(try await catalog.unlinkBlob(Digest.of("else"), from: .app) == .unknown)
            #expect(try await catalog.unlinkBlob(digest, from: .app) == .deleted)
            #expect(try await catalog.blob(digest, in: .app) == nil)
            #expect(try await catalog.unlinkBlob(digest, from: .app) == .unknown)
            #expect(try await catalog.blob(digest, in: .other) != nil)
            #expect(try await catalog.blob(digest) != nil)
        }
    }
}
