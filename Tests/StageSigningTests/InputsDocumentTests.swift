import ContentHashing
import Foundation
import StageModel
import StageSigning
import Testing

@Suite struct InputsDocumentTests {
    static let digest = Digest(hashing: Array("x".utf8))
    static let inputs = StageInputs(
        stage: "in\"stall", command: ["npm", "ci\n\u{1}\\/ü"],
        files: [
            InputFile(path: TreePath("src"), content: .folder), InputFile(path: TreePath("src/run"), content: .executable(digest)),
            InputFile(path: TreePath("a"), content: .file(digest)), InputFile(path: TreePath(bytes: [0xff]), content: .symlink(digest)),
        ], environment: [EnvironmentInput(name: "B", value: "2"), EnvironmentInput(name: "A", value: nil)],
        parent: Signature(String(repeating: "e", count: 64)))

    static func parse(_ text: String) throws(StageSigningError) -> InputsDocument { try InputsDocument(parsing: Array(text.utf8)) }

    @Test func writesTheSameBytesAlways() {
        let x = Self.digest.description
        let document = InputsDocument(Self.inputs, repository: "app/stages")
        let expected = """
            {"command":["npm","ci\\u000a\\u0001\\\\/ü"],"environment":[{"name":"A"},\
            {"digest":"sha256:90377f89f902f17fb722c3a1f36f52ffc1d4bd1ce5a92c42949230a260bf866d","name":"B"}],\
            "formatVersion":1,"inputs":[{"digest":"\(x)","kind":"file","path":"a"},{"kind":"folder","path":"src"},\
            {"digest":"\(x)","kind":"executable","path":"src/run"},{"digest":"\(x)","kind":"symlink","path":"%FF"}],\
            "parent":"\(String(repeating: "e", count: 64))","repository":"app/stages","signature":"\(Self.inputs.signature)","stage":"in\\"stall"}
            """
        #expect(String(decoding: document.json, as: UTF8.self) == expected)
    }

    @Test func readsWhatItWrote() throws {
        for repository in ["app/stages", "", "ü"] {
            let document = InputsDocument(Self.inputs, repository: repository)
            #expect(try InputsDocument(parsing: document.json) == document)
        }
        let least = InputsDocument(StageInputs(stage: "", command: [], files: []), repository: "r")
        #expect(try InputsDocument(parsing: least.json) == least)
        #expect(least.parent == nil)
    }

    @Test func writesJSONThatOthersRead() throws {
        let document = InputsDocument(Self.inputs, repository: "r")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(document.json)) as? [String: Any])
        #expect(object["command"] as? [String] == Self.inputs.command)
        #expect(object["stage"] as? String == Self.inputs.stage)
    }

    @Test func ignoresWhatItDoesNotKnow() throws {
        let signature = Self.inputs.signature
        let document = try Self.parse(
            """
            { "later": {"deep": [1, null]}, "formatVersion": 1, "repository": "r", "signature": "\(signature)", "stage": "s", "command": ["c"],
              "inputs": [{"path": "b", "kind": "folder", "size": 3}, {"path": "a", "kind": "file", "digest": "\(Self.digest)", "x": {}}],
              "environment": [{"name": "N", "digest": null, "more": 1}], "parent": null }
            """)
        #expect(document.files.map(\.path.description) == ["a", "b"], "sorted, whoever wrote it")
        #expect(document.environment.map(\.name) == ["N"])
        #expect(document.signature == signature)
    }

    @Test(arguments: [
        ("formatVersion\":1", "formatVersion\":2"), ("formatVersion\":1", "formatVersion\":\"1\""), ("\"kind\":\"file\"", "\"kind\":\"socket\""),
        ("\"path\":\"a\"", "\"path\":\"%a\""), ("\"path\":\"a\"", "\"path\":7"), ("\"stage\":", "\"stag\":"), ("sha256:", "sha256:0"),
        ("sha256:", "md5:"), ("\"parent\":\"e", "\"parent\":\"E"), ("}", ""), ("{", "["),
    ]) func refusesAMalformedDocument(_ part: String, _ replacement: String) throws {
        let text = String(decoding: InputsDocument(Self.inputs, repository: "r").json, as: UTF8.self)
        let broken = text.replacing(part, with: replacement)
        try #require(broken != text)
        let error = #expect(throws: StageSigningError.self) { try Self.parse(broken) }
        #expect(error?.code == .malformedDocument)
    }

    @Test(.timeLimit(.minutes(1))) func isBounded() {
        #expect(throws: StageSigningError.self) { try InputsDocument(parsing: []) }
        #expect(throws: StageSigningError.self) { try Self.parse(String(repeating: "[", count: 1_000_000)) }
        let large = [UInt8](repeating: UInt8(ascii: " "), count: InputsDocument.maximumSize + 1)
        let error = #expect(throws: StageSigningError.self) { try InputsDocument(parsing: large) }
        #expect(error?.message.contains("64 MiB") == true)
    }

    @Test func saltsVariablesWithTheRepository() throws {
        func digests(_ repository: String) -> [Digest?] {
            let inputs = StageInputs(
                stage: "s", command: [], files: [], environment: [EnvironmentInput(name: "A", value: "1"), EnvironmentInput(name: "B", value: "1")])
            return InputsDocument(inputs, repository: repository).environment.map(\.digest)
        }
        let all = digests("one") + digests("two")
        #expect(Set(all).count == 4)
        #expect(digests("one") == digests("one"))
    }
}
