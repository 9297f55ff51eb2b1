import ContentHashing
import FoundationEssentials
import OCIModel
import StageModel
import Testing

@Suite struct InventoryPageTests {
    private static func digest(_ text: String, _ algorithm: DigestAlgorithm = .sha256) -> Digest {
        Digest(hashing: Array(text.utf8), with: algorithm)
    }

    static func page() throws -> InventoryPage {
        var page = InventoryPage(repository: try RepositoryName("team/app"), takenAt: .seconds(9), next: "team/app@7")
        page.blobs = [
            InventoryPage.Blob(digest: digest("config"), size: 0, isShared: false),
            InventoryPage.Blob(digest: digest("layer", .sha512), size: Int64.max, isShared: true),
        ]
        let stage = StageTag(signature: try .of("a"), uniqueID: 1_600_000_000_000)
        let odd = "quote \" backslash \\ line\n tab\t nul\u{0} ü 🚢 \u{7f}"
        page.manifests = [
            InventoryPage.Manifest(
                digest: digest("one"), kind: .image, generation: 7, createdAt: .seconds(1), lastUsedAt: .seconds(2), config: 0, layers: [1, 0, 1],
                tags: [
                    InventoryPage.Tag(
                        name: try TagName(stage.text), generation: 8, publishedAt: .seconds(3), lastUsedAt: .seconds(4),
                        facts: .stage(
                            stage,
                            StageFacts(
                                stageName: odd, imageName: "", parent: stage.text, commits: [try .of("1"), try .of("2")], imports: ["x", odd],
                                gitReference: "main", buildDuration: .milliseconds(1), size: 12_345_678_901)), isRejected: true),
                    InventoryPage.Tag(
                        name: try TagName("v1"), generation: 9, publishedAt: .seconds(3),
                        facts: .image(
                            ImageFacts(
                                imageName: "node", strategy: .gitTag, gitReference: odd, commits: [try .of("3")], imports: ["y"],
                                signature: try .of("b"),
                                size: 1)), isRecorded: true),
                    InventoryPage.Tag(
                        name: try TagName("cleanup"), generation: 10, publishedAt: .seconds(-1),
                        facts: .service(.cleanup, labels: [odd: odd, "": ""])),
                    // Recorded as an image's.
                    InventoryPage.Tag(name: try TagName("\(stage.signature)"), generation: 11, publishedAt: .seconds(3), facts: .image(ImageFacts())),
                ]),
            InventoryPage.Manifest(
                digest: digest("two", .sha512), kind: .index, generation: 1, createdAt: .seconds(1), untaggedAt: .seconds(5), isInTrash: true,
                subject: digest("one"), entries: [digest("one"), digest("absent", .sha512)]),
            InventoryPage.Manifest(digest: digest("three"), kind: .other, generation: 0, createdAt: Timestamp(millisecondsSince1970: 0)),
        ]
        return page
    }

    @Test func comesBackAsItWas() throws {
        let page = try Self.page()
        #expect(try InventoryPage(parsing: page.json) == page)
        let empty = InventoryPage(repository: try RepositoryName("a"), takenAt: .seconds(0))
        #expect(try InventoryPage(parsing: empty.json) == empty)
        #expect(String(decoding: empty.json, as: UTF8.self) == #"{"repository":"a","takenAt":1700000000000}"#)
    }

    /// What is written is JSON for everybody.
    @Test func othersReadIt() throws {
        struct Document: Decodable {
            struct Manifest: Decodable {
                struct Tag: Decodable {
                    struct Stage: Decodable {
                        let stageName: String
                    }
                    let name: String
                    let stage: Stage?
                }
                let digest: String
                let tags: [Tag]?
            }
            let repository: String
            let manifests: [Manifest]
            let next: String
        }
        let page = try Self.page()
        let document = try JSONDecoder().decode(Document.self, from: Data(page.json))
        #expect(document.repository == "team/app")
        #expect(document.manifests.map(\.digest) == page.manifests.map(\.digest.description))
        guard case .stage(_, let facts) = page.manifests[0].tags[0].facts else { throw Unexpected(what: "no stage") }
        #expect(document.manifests[0].tags?[0].stage?.stageName == facts.stageName)
    }

    /// As another writer would write it: space, other order, escapes, members of a later version.
    @Test func readsWhatOthersWrite() throws {
        let digest = Self.digest("one")
        let text = """
             { "future" : {"a":[1,{"b":null}],"c":"]}"} , "takenAt" : 5 , "manifests" : [ { "new" : [] , "kind" : "im\\u0061ge" ,
               "createdAt":1, "generation": 2,"digest" : "\(digest)", "tags":[ ],
               "layers" : [ ] } ] , "repository":"team\\/app","more":-1.5e3,"blobs":[] }
            """
        let page = try InventoryPage(parsing: Array(text.utf8))
        #expect(page.repository.value == "team/app")
        #expect(page.manifests.map(\.kind) == [.image])
        #expect(page.manifests.map(\.digest) == [digest])
        let smile = #"{"repository":"a","takenAt":1,"next":"\ud83d\udea2\b\f\n\r\t\/\\\""}"#
        #expect(try InventoryPage(parsing: Array(smile.utf8)).next == "🚢\u{8}\u{c}\n\r\t/\\\"")
    }

    @Test(arguments: [
        "", "{}", "[]", "null", #"{"repository":"a"}"#, #"{"repository":"A","takenAt":1}"#, #"{"repository":"a","takenAt":1.5}"#,
        #"{"repository":"a","takenAt":"1"}"#, #"{"repository":"a","takenAt":1}x"#, #"{"repository":"a","takenAt":1,}"#,
        #"{"repository":"a","takenAt":99999999999999999999}"#, #"{"repository":"a" "takenAt":1}"#, #"{"repository":"a","takenAt":1,"blobs":{}}"#,
        #"{"repository":"a","takenAt":1,"blobs":[{}]}"#, #"{"repository":"a","takenAt":1,"blobs":[1]}"#,
        #"{"repository":"a","takenAt":1,"blobs":[,]}"#,
        #"{"repository":"a","takenAt":1,"manifests":[{"digest":"sha256:1"}]}"#, #"{"repository":"a","takenAt":1,"next":"\ud83d"}"#,
        #"{"repository":"a","takenAt":1,"next":1}"#, #"{"repository":"a","takenAt":1,"x":[}"#, #"{"repository":"a","takenAt":1,"x":["#,
    ]) func refuses(_ text: String) {
        #expect(throws: (any Error).self) { try InventoryPage(parsing: Array(text.utf8)) }
    }

    @Test func refusesWhatContradictsItself() throws {
        var page = try Self.page()
        page.manifests[0].layers = [2]
        #expect(throws: (any Error).self) { try InventoryPage(parsing: page.json) }
        page.manifests[0].layers = [-1]
        #expect(throws: (any Error).self) { try InventoryPage(parsing: page.json) }
        page = try Self.page()
        page.manifests[0].config = 2
        #expect(throws: (any Error).self) { try InventoryPage(parsing: page.json) }
        page = try Self.page()
        page.manifests[0].tags[0].name = try TagName("no-stage")
        #expect(throws: (any Error).self) { try InventoryPage(parsing: page.json) }
    }

    /// No document, however broken, ends the process.
    @Test func everyBeginningAndEveryChangeIsReadOrRefused() throws {
        let whole = try Self.page().json
        for length in 0..<whole.count { #expect(throws: (any Error).self) { try InventoryPage(parsing: Array(whole[..<length])) } }
        for index in stride(from: 0, to: whole.count, by: 3) {
            for byte: UInt8 in [0, UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "9"), UInt8(ascii: "}"), 0xff] {
                var changed = whole
                changed[index] = byte
                _ = try? InventoryPage(parsing: changed)
            }
        }
    }
}
