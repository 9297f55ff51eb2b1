import ContentHashing
import StageModel
import StageSigning
import Testing

@Suite struct SignatureTests {
    @Test(arguments: SignatureVector.all) func givesTheVectorsSignature(_ vector: SignatureVector) {
        #expect(vector.inputs.signature.value == vector.signature)
    }

    /// Written from the description at `StageInputs.signature`, without a look at how it is done there.
    @Test(arguments: SignatureVector.all) func followsItsDescription(_ vector: SignatureVector) {
        let inputs = vector.inputs
        func number(_ value: Int) -> [UInt8] { stride(from: 56, through: 0, by: -8).map { UInt8(UInt64(value) >> UInt64($0) & 0xff) } }
        func text(_ bytes: some Collection<UInt8>) -> [UInt8] { number(bytes.count) + bytes }
        func sha256(_ bytes: [UInt8]) -> [UInt8] { Digest(hashing: bytes).hash }

        var encoding = text("stowage-stage-inputs-v1".utf8) + text(inputs.stage.utf8)
        encoding += number(inputs.command.count) + inputs.command.flatMap { text($0.utf8) }
        encoding += number(inputs.files.count)
        for file in inputs.files.sorted(by: { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }) {
            switch file.content {
            case .file(let digest): encoding += [0x66] + text(file.path.bytes) + digest.hash
            case .executable(let digest): encoding += [0x78] + text(file.path.bytes) + digest.hash
            case .symlink(let digest): encoding += [0x6c] + text(file.path.bytes) + digest.hash
            case .folder: encoding += [0x64] + text(file.path.bytes)
            }
        }
        encoding += number(inputs.environment.count)
        for variable in inputs.environment.sorted(by: { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }) {
            encoding += text(variable.name.utf8) + (variable.value.map { [1] + sha256(Array($0.utf8)) } ?? [0])
        }
        encoding += inputs.parent.map { [1] + text($0.value.utf8) } ?? [0]
        #expect(Digest(hashing: encoding).hex == vector.signature)
    }

    private static let base = StageInputs(
        stage: "s", command: ["a", "b"], files: [InputFile(path: TreePath("f"), content: .file(Digest(hashing: [1])))],
        environment: [EnvironmentInput(name: "N", value: "v")], parent: Signature(String(repeating: "a", count: 64)))

    @Test func changesWithEachPart() {
        let base = Self.base
        let digest = Digest(hashing: [1])
        func file(_ path: String, _ content: TreeContent) -> StageInputs {
            StageInputs(
                stage: "s", command: ["a", "b"], files: [InputFile(path: TreePath(path), content: content)], environment: base.environment,
                parent: base.parent)
        }
        func variables(_ variables: [EnvironmentInput]) -> StageInputs {
            StageInputs(stage: "s", command: ["a", "b"], files: base.files, environment: variables, parent: base.parent)
        }
        func command(_ words: [String]) -> StageInputs {
            StageInputs(stage: "s", command: words, files: base.files, environment: base.environment, parent: base.parent)
        }
        func parent(_ signature: Signature?) -> StageInputs {
            StageInputs(stage: "s", command: ["a", "b"], files: base.files, environment: base.environment, parent: signature)
        }
        let others = [
            StageInputs(stage: "t", command: ["a", "b"], files: base.files, environment: base.environment, parent: base.parent),
            command(["a b"]), command(["ab"]), command(["b", "a"]), command(["a", "b", ""]), command([]),
            file("g", .file(digest)), file("f", .file(Digest(hashing: [2]))), file("f", .executable(digest)), file("f", .symlink(digest)),
            file("f", .folder), variables([]), variables([EnvironmentInput(name: "N", value: nil)]),
            variables([EnvironmentInput(name: "N", value: "")]),
            variables([EnvironmentInput(name: "N", value: "w")]), variables([EnvironmentInput(name: "M", value: "v")]),
            parent(nil), parent(Signature(String(repeating: "a", count: 56))),
        ]
        #expect(Set(others.map(\.signature) + [base.signature]).count == others.count + 1)
    }

    @Test func doesNotDependOnTheOrderInWhichInputsAreNamed() {
        let files = ["b", "a/b", "a", "a-b"].map { InputFile(path: TreePath($0), content: .file(Digest(hashing: Array($0.utf8)))) }
        let variables = ["B", "A", "a", "é"].map { EnvironmentInput(name: $0, value: $0) }
        let first = StageInputs(stage: "s", command: [], files: files, environment: variables)
        let second = StageInputs(stage: "s", command: [], files: files.reversed() + files, environment: variables + variables.reversed())
        #expect(first == second)
        #expect(first.signature == second.signature)
        #expect(second.files.map(\.path.description) == ["a", "a-b", "a/b", "b"])
    }

    @Test func showsNoValueOfAVariable() {
        let variable = EnvironmentInput(name: "TOKEN", value: "hunter2")
        let inputs = StageInputs(stage: "s", command: [], files: [], environment: [variable])
        var dumped = ""
        dump(inputs, to: &dumped)
        for text in ["\(variable)", String(reflecting: variable), "\(inputs)", dumped] + SignatureExplanation(inputs).lines {
            #expect(!text.contains("hunter2"), "\(text)")
        }
        let document = String(decoding: InputsDocument(inputs, repository: "r").json, as: UTF8.self)
        #expect(!document.contains("hunter2"))
        #expect(!document.contains(Digest(hashing: Array("hunter2".utf8)).hex))
    }

    @Test func takesVariablesFromAnEnvironment() {
        let read = EnvironmentInput.reading(["B", "ABSENT", "EMPTY"], from: ["A": "1", "B": "2", "EMPTY": ""])
        #expect(
            read == [
                EnvironmentInput(name: "B", value: "2"), EnvironmentInput(name: "ABSENT", value: nil), EnvironmentInput(name: "EMPTY", value: ""),
            ])
    }

    @Test func explainsEachInput() {
        let digest = Digest(hashing: [1])
        let inputs = StageInputs(
            stage: "build", command: ["sh", "-c", "echo 'it''s'; make"],
            files: [
                InputFile(path: TreePath("src"), content: .folder), InputFile(path: TreePath("src/run"), content: .executable(digest)),
                InputFile(path: TreePath("new\nline"), content: .symlink(digest)),
            ], environment: [EnvironmentInput(name: "A", value: "x"), EnvironmentInput(name: "B", value: nil)])
        #expect(
            SignatureExplanation(inputs).lines == [
                "signature    \(inputs.signature)",
                "stage        build",
                "command      sh -c 'echo '\\''it'\\'''\\''s'\\''; make'",
                "parent       none",
                "symlink      \(digest)  new%0Aline",
                "folder       -----------------------------------------------------------------------  src",
                "executable   \(digest)  src/run",
                "environment  A (set)",
                "environment  B (not set)",
            ])
    }
}
