import ContentHashing
import LayerArchive
import Logging
import OCIModel
import RegistryClient
import StageModel
import StageSigning
import StowageTestSupport
import Testing

@testable import StowageCommands

@Suite("What a stage was made of")
struct InputsInquiryTests {
    private func inputs(_ text: String) -> StageInputs {
        StageInputs(
            stage: "s", command: ["make"], files: [InputFile(path: TreePath("in"), content: .file(Digest(hashing: Array(text.utf8))))])
    }

    @Test func `Two signatures of one image have their own inputs`() async throws {
        try await ScratchFolder.with { scratch in
            try scratch.write("x", to: "a")
            try await TestServer.with { server in
                let repository = try RepositoryName("app/stages")
                let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                try await RegistryClient.with(ServerAddress("http://127.0.0.1:\(server.port)"), logger: logger) { client in
                    let terminal = Terminal(isTerminal: false, width: 80, environment: [:])
                    let upload = StageUpload(client: client, repository: repository, options: .init(), display: ProgressDisplay(terminal))
                    let both = [inputs("1"), inputs("2")]
                    var digests: [Digest] = []
                    for inputs in both {
                        digests.append(try await upload.push([.folder(scratch.path)], facts: StageFacts(), command: "make", inputs: inputs).digest)
                    }
                    #expect(digests[0] == digests[1])
                    let inquiry = InputsInquiry(client: client, repository: repository)
                    let stage = StageCandidate(tag: "", uniqueID: 0, digest: digests[0].description, size: 0, publishedAt: 0)
                    for inputs in both {
                        #expect(try await inquiry.document(of: stage, inputs.signature) == InputsDocument(inputs, repository: "app/stages"))
                    }
                    #expect(try await inquiry.document(of: stage, inputs("3").signature) == nil)
                }
            }
        }
    }

    private func entry(_ id: Int64, branch: String? = nil, commits: [CommitID] = [], isRejected: Bool = false) throws -> StageListing.Entry {
        let signature = try #require(Signature(String(repeating: "a", count: 64)))
        return StageListing.Entry(
            stage: StageCandidate(tag: "\(id)", uniqueID: id, digest: "", size: 0, publishedAt: id, commits: commits, gitReference: branch),
            signature: signature, hits: 0, lastUsedAt: nil, isRejected: isRejected)
    }

    @Test func `The nearest earlier stage is of the same branch, else of an ancestor, else the newest`() throws {
        let commit = try #require(CommitID(String(repeating: "1", count: 40)))
        let other = try #require(CommitID(String(repeating: "2", count: 40)))
        let ancestry = CommitAncestry([commit: .ancestor, other: .notAncestor])
        let rejected = try entry(9, branch: "main", isRejected: true)
        let newest = try entry(8, branch: "x", commits: [other])
        let ancestor = try entry(7, branch: "y", commits: [commit])
        let same = try entry(6, branch: "main")
        let all = [rejected, newest, ancestor, same]
        #expect(NearestStage.choose(among: all, reference: "main", ancestry: ancestry) == same)
        #expect(NearestStage.choose(among: all, reference: "z", ancestry: ancestry) == ancestor)
        #expect(NearestStage.choose(among: all, reference: nil, ancestry: nil) == newest)
        #expect(NearestStage.choose(among: [rejected], reference: "main", ancestry: ancestry) == nil)
    }

    @Test func `A reason is one sentence`() throws {
        let commit = try #require(CommitID("61368705" + String(repeating: "0", count: 32)))
        let now = Timestamp(millisecondsSince1970: 7_200_000)
        let nearest = try entry(0, branch: "main", commits: [commit])
        #expect(
            MissReason(nearest: nearest, changes: ["`a` changed", "`b` is new"]).sentence(stage: "s", now: now)
                == "`a` changed and `b` is new since the stage built 2 h ago at commit 61368705 on main")
        #expect(MissReason(nearest: nil, changes: nil).sentence(stage: "s", now: now) == "no earlier stage named s")
        let many = InputsDifference(
            from: InputsDocument(inputs("1"), repository: "r"),
            to: InputsDocument(
                StageInputs(stage: "s", command: ["make"], files: ["in", "x", "y", "z"].map { InputFile(path: TreePath($0), content: .folder) }),
                repository: "r")
        ).sentences(limit: 3)
        #expect(
            MissReason(nearest: nearest, changes: many).sentence(stage: "s", now: now).hasPrefix(
                "`in` was a file and is a folder, the folder `x` is new and 2 more changes since the stage built"))
        #expect(
            MissReason(nearest: nearest, changes: []).sentence(stage: "s", now: now)
                == "the stage built 2 h ago at commit 61368705 on main has the same inputs, and was not chosen")
        #expect(
            MissReason(nearest: nearest, changes: nil).sentence(stage: "s", now: now).hasSuffix(
                "is not known, since that one has no inputs recorded"))
    }
}
