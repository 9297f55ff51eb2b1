import Catalog
import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@Suite struct StatisticsTests {
    @Test func followEveryChange() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            var expected = CatalogStatistics()
            func check(_ comment: Comment) async throws {
                #expect(try await catalog.statistics() == expected, comment)
                #expect(try temporary.countedStatistics() == expected, comment)
            }
            try await check("empty")

            let image = try ManifestBuilder.image(layers: ["one"]).manifest()
            try await catalog.push(image, tags: ["a", "b"], in: .app)
            expected.repositories = 1
            expected.blobs = 2
            expected.blobBytes = 5
            expected.manifests = 1
            expected.manifestBytes = Int64(image.bytes.count)
            expected.tags = 2
            try await check("pushed")

            try await catalog.push(image, tags: ["a"], in: .app)
            try await check("pushed again")

            try await catalog.push(image, tags: ["a"], in: .other)
            expected.repositories = 2
            expected.manifests = 2
            expected.manifestBytes *= 2
            expected.tags = 3
            try await check("pushed elsewhere")

            let second = try await catalog.push(image: "one", "two", tags: ["b"])
            expected.blobs = 3
            expected.blobBytes = 8
            expected.manifests = 3
            expected.manifestBytes += Int64(second.bytes.count)
            try await check("tag moved")

            #expect(try await catalog.publishManifest(ManifestBuilder.image(layers: ["x"]).manifest(), tags: ["c"], in: .app) != .published)
            try await check("refused")

            #expect(try await catalog.deleteTag("b", from: .app) == .deleted)
            expected.tags = 2
            try await check("tag deleted")

            #expect(try await catalog.deleteManifest(image.digest, from: .other) == .deleted)
            expected.repositories = 1
            expected.manifests = 2
            expected.manifestBytes -= Int64(image.bytes.count)
            expected.tags = 1
            try await check("manifest deleted")

            #expect(try await catalog.unlinkBlob(Digest.of("two"), from: .app) == .deleted)
            try await check("unlinked: the bytes are still there")

            try await catalog.recordBlob(Digest.of("two"), size: 7, in: .app, completing: nil)
            expected.blobBytes = 12
            try await check("size corrected")

            let id = UploadID()
            let upload = UploadRecord(id: id, repository: .app, algorithm: .sha256, startedAt: temporary.clock.now, touchedAt: temporary.clock.now)
            try await catalog.openUpload(upload)
            try await catalog.openUpload(upload)
            expected.openUploads = 1
            try await check("upload opened")
            try await catalog.recordProgress(of: id, offset: 1)
            try await check("upload advanced")
            try await catalog.recordBlob(Digest.of("two"), size: 7, in: .app, completing: id)
            expected.openUploads = 0
            try await check("upload completed")
        }
    }
}

extension TemporaryCatalog {
    /// The totals, counted row by row.
    func countedStatistics() throws -> CatalogStatistics {
        func number(_ sql: String) throws -> Int64 { Int64(try rows(sql).first ?? "") ?? -1 }
        var counted = CatalogStatistics()
        counted.repositories = try number("SELECT count(*) FROM repositories WHERE id IN (SELECT repository_id FROM manifests)")
        counted.blobs = try number("SELECT count(*) FROM blobs")
        counted.blobBytes = try number("SELECT ifnull(sum(size), 0) FROM blobs")
        counted.manifests = try number("SELECT count(*) FROM manifests WHERE repository_id NOTNULL")
        counted.manifestBytes = try number(
            "SELECT ifnull(sum(length(bytes)), 0) FROM manifests JOIN manifest_contents ON manifest_id = id WHERE repository_id NOTNULL")
        counted.tags = try number("SELECT count(*) FROM tags")
        counted.openUploads = try number("SELECT count(*) FROM uploads")
        return counted
    }
}
