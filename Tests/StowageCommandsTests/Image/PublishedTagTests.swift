import OCIModel
import StageModel
import Testing

@testable import StowageCommands

@Suite("Which tag an image gets")
struct PublishedTagTests {
    private let commit = CommitID(String(repeating: "1", count: 40))
    private let signature = Signature(String(repeating: "a", count: 64))

    private func tag(_ strategy: TagStrategy, tags: [String] = [], reference: String? = "feature/x") throws -> PublishedTag {
        try PublishedTag(strategy, tags: tags, reference: reference, commit: commit, signature: signature)
    }

    @Test func `The strategy makes it`() throws {
        #expect(try tag(.gitBranch).tags == [try Slug.dockerTag("feature/x")])
        #expect(try tag(.gitBranch).gitReference == "feature/x")
        #expect(try tag(.gitTag, reference: "v1").tags.map(\.value) == ["v1"])
        #expect(try tag(.gitCommit).tags.map(\.value) == [commit?.value])
        #expect(try tag(.gitCommit).gitReference == commit?.value)
        #expect(try tag(.stagesSignature).tags.map(\.value) == [signature?.value])
        #expect(try tag(.custom, tags: ["a", "b"]).tags.map(\.value) == ["a", "b"])
        #expect(try tag(.gitBranch, tags: ["a"]).tags.map(\.value) == ["a"])
    }

    @Test func `What is not known, or no tag, is wrong usage`() {
        for (strategy, tags) in [
            (TagStrategy.gitBranch, []), (.gitTag, []), (.gitCommit, []), (.stagesSignature, []), (.custom, []), (.custom, ["a b"]),
        ] {
            let error = #expect(throws: CommandError.self) {
                try PublishedTag(strategy, tags: tags, reference: nil, commit: nil, signature: nil)
            }
            #expect(error?.code == .usage)
        }
    }

    @Test func `A source is a stage, a tag, a digest or an image elsewhere`() throws {
        let text = String(repeating: "a", count: 64)
        let stage = try #require(StageTag("\(text)-1700000000000"))
        #expect(try ImageSource(text) == .stage(.signature(try #require(signature))))
        #expect(try ImageSource(stage.text) == .stage(.tag(stage)))
        #expect(try ImageSource("main") == .reference(.tag(TagName("main"))))
        #expect(try ImageSource("sha256:\(text)") == .reference(Reference("sha256:\(text)")))
        #expect(try ImageSource("app/api:main") == .image(RepositoryName("app/api"), .tag(TagName("main"))))
        #expect(try ImageSource("app@sha256:\(text)") == .image(RepositoryName("app"), Reference("sha256:\(text)")))
        #expect(throws: CommandError.self) { try ImageSource("A:b") }
    }

    @Test(arguments: [
        (["CI_COMMIT_TAG": "v1", "CI_COMMIT_REF_NAME": "v1"], "v1", true), (["CI_COMMIT_BRANCH": "main"], "main", false),
        (["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "f", "CI_COMMIT_REF_NAME": "x"], "f", false), (["GITHUB_REF_NAME": "main"], "main", false),
        (["GITHUB_REF_NAME": "v2", "GITHUB_REF_TYPE": "tag"], "v2", true), (["GITHUB_HEAD_REF": "f", "GITHUB_REF_NAME": "1/merge"], "f", false),
    ])
    func `A CI job says what it runs for`(environment: [String: String], name: String, isTag: Bool) throws {
        let reference = try #require(CIReference(environment: environment))
        #expect(reference.name == name)
        #expect(reference.isTag == isTag)
    }

    @Test func `Outside of CI there is nothing to say`() {
        #expect(CIReference(environment: ["CI_COMMIT_TAG": ""]) == nil)
    }
}
