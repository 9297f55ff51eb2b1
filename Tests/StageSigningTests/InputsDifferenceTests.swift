import ContentHashing
import StageModel
import StageSigning
import Testing

@Suite struct InputsDifferenceTests {
    static func document(
        _ files: [(String, TreeContent)] = [], stage: String = "s", command: [String] = ["make"], environment: [(String, String?)] = [],
        parent: Character = "a", repository: String = "r"
    ) -> InputsDocument {
        let inputs = StageInputs(
            stage: stage, command: command, files: files.map { InputFile(path: TreePath($0.0), content: $0.1) },
            environment: environment.map { EnvironmentInput(name: $0.0, value: $0.1) }, parent: Signature(String(repeating: parent, count: 64)))
        return InputsDocument(inputs, repository: repository)
    }

    static let one = Digest(hashing: [1])
    static let two = Digest(hashing: [2])

    static func sentences(_ earlier: InputsDocument, _ later: InputsDocument, limit: Int = 10) -> [String] {
        InputsDifference(from: earlier, to: later).sentences(limit: limit)
    }

    @Test func findsNothingBetweenEquals() {
        let document = Self.document([("a", .file(Self.one))], environment: [("N", "1")])
        #expect(InputsDifference(from: document, to: document).isEmpty)
        #expect(Self.sentences(document, document) == [])
    }

    @Test func tellsOfFiles() {
        let earlier = Self.document([
            ("changed", .file(Self.one)), ("gone", .file(Self.one)), ("link", .symlink(Self.one)), ("now", .file(Self.one)), ("old", .folder),
            ("same", .file(Self.one)), ("turned", .file(Self.one)), ("was", .executable(Self.one)),
        ])
        let later = Self.document([
            ("a", .file(Self.one)), ("changed", .file(Self.two)), ("link", .symlink(Self.two)), ("new", .folder), ("now", .executable(Self.one)),
            ("same", .file(Self.one)), ("turned", .symlink(Self.one)), ("was", .file(Self.one)), ("z", .executable(Self.one)),
        ])
        #expect(
            Self.sentences(earlier, later, limit: 20) == [
                "`a` is new", "`changed` changed", "`gone` is gone", "`link` links to something else", "the folder `new` is new",
                "`now` became executable", "the folder `old` is gone", "`turned` was a file and is a symbolic link", "`was` is no longer executable",
                "`z` is new",
            ])
    }

    @Test func tellsOfTheRestFirst() {
        let earlier = Self.document(
            [("a", .file(Self.one))], command: ["npm ci"], environment: [("GONE", "1"), ("NODE", "18"), ("SET", nil), ("SAME", "x")])
        let later = Self.document(
            [("a", .file(Self.two))], stage: "t", command: ["npm", "ci"], environment: [("NEW", "1"), ("NODE", "20"), ("SET", ""), ("SAME", "x")],
            parent: "b")
        #expect(
            Self.sentences(earlier, later) == [
                "the stage's name changed from `s` to `t`", "the stage below (parent) changed", "the command changed from `'npm ci'` to `npm ci`",
                "environment GONE is no longer among the inputs", "environment NEW is new among the inputs", "environment NODE changed",
                "environment SET changed", "`a` changed",
            ])
    }

    @Test func comparesNoValuesOfTwoRepositories() {
        let earlier = Self.document(environment: [("A", "1"), ("B", nil)], repository: "one")
        let later = Self.document(environment: [("A", "1"), ("B", "2")], repository: "two")
        #expect(
            Self.sentences(earlier, later) == [
                "environment B changed", "other environment values can't be compared, the earlier stage is of another repository",
            ])
    }

    @Test func countsWhatIsTooMuch() {
        let many = Self.document((0..<100).map { ("file\($0)", .file(Self.one)) })
        #expect(Self.sentences(Self.document(), many).count == 10)
        #expect(Self.sentences(Self.document(), many).last == "91 more changes")
        #expect(Self.sentences(Self.document(), many, limit: 0) == ["`file0` is new", "99 more changes"])
        #expect(Self.sentences(Self.document(), many, limit: 100).count == 100)
        #expect(Self.sentences(Self.document(), many, limit: 100).last == "`file99` is new")
    }

    @Test func shortensALongCommandAndSteersNoTerminal() {
        let later = Self.document([("a\u{1b}[2J", .folder)], command: [String(repeating: "x", count: 1000)], environment: [("E\u{1b}", "1")])
        let sentences = Self.sentences(Self.document(), later)
        #expect(sentences.allSatisfy { $0.count < 200 && !$0.contains("\u{1b}") })
        #expect(sentences.count == 3)
    }
}
