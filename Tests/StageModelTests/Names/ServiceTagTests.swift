import OCIModel
import StageModel
import Testing

@Suite struct ServiceTagTests {
    static let stage = String(repeating: "0f", count: 28) + "-1611836746968"
    static let commit = String(repeating: "c", count: 40)

    private func read(_ text: String) throws -> ServiceTag? { ServiceTag(try TagName(text)) }

    @Test func readsWerfsRecords() throws {
        let stage = try #require(StageTag(Self.stage))
        let commit = try #require(CommitID(Self.commit))
        #expect(try read("\(Self.stage)-rejected") == .rejected(stage))
        #expect(try read("\(stage.signature)-rejected") == .rejected(StageTag(signature: stage.signature, uniqueID: 0)))
        #expect(try read("managed-image-backend") == .managedImage(name: "backend"))
        #expect(try read("managed-image-team__slash__app__plus__x") == .managedImage(name: "team/app+x"))
        #expect(try read("managed-image-__nameless__") == .managedImage(name: ""))
        #expect(try read("image-metadata-by-commit-backend-\(commit)") == .imageMetadataByCommit(name: "backend", commit: commit))
        #expect(try read("image-metadata-by-commit-a-b-\(commit)") == .imageMetadataByCommit(name: "a-b", commit: commit))
        #expect(try read("meta-abcdef_\(commit)_\(stage)") == .imageMetadata(nameHash: "abcdef", commit: commit, stage: stage))
        #expect(try read("custom-tag-meta-v1.0") == .customTag(slug: "v1.0"))
        #expect(try read("import-metadata-abc") == .importMetadata(id: "abc"))
        let id = "client-id-2b9d4a3e-9f0c-4d5e-8b1a-000000000000-3223673493936"
        #expect(try read(id) == .clientID(id: "2b9d4a3e-9f0c-4d5e-8b1a-000000000000", order: 3_223_673_493_936))
        #expect(try read("sync-server") == .syncServer)
        #expect(try read("cleanup") == .cleanup)
    }

    /// The slug of a name that was too long can't be read back.
    @Test func aShortenedNameIsUnknown() throws {
        let name = String(repeating: "n", count: 128 - "image-metadata-by-commit--".count - 40)
        let tag = "image-metadata-by-commit-\(name)-\(Self.commit)"
        #expect(tag.utf8.count == 128)
        #expect(try read(tag) == .imageMetadataByCommit(name: nil, commit: try #require(CommitID(Self.commit))))
    }

    @Test(arguments: [
        "latest", stage, "x-rejected", "v1-rejected", "managed-image-", "image-metadata-by-commit-backend", "image-metadata-by-commit-backend-abc",
        "meta-a_b_c", "meta-analysis", "custom-tag-meta-", "client-id-", "client-id-x", "client-id-x-y", "sync-server-2", "cleanup-job",
        "client-id-x-99999999999999999999",
    ]) func othersAreNone(_ text: String) throws {
        #expect(try read(text) == nil)
    }

    @Test func everyTagMeansOneThing() throws {
        #expect(TagFacts(try TagName("latest")) == .image(ImageFacts()))
        #expect(TagFacts(try TagName(Self.stage)) == .stage(try #require(StageTag(Self.stage)), StageFacts()))
        #expect(TagFacts(try TagName("sync-server")) == .service(.syncServer, labels: [:]))
    }
}
