import StageModel
import Testing

@testable import GitHistory

@Suite("Lines of rev-list")
struct CommitLinesTests {
    private static let ids = ["a", "b", "c"].map { String(repeating: $0, count: 39) + "1" }
    private static let text = "1600000000 \(ids[0]) \(ids[1]) \(ids[2])\n-7 \(ids[1]) \(ids[2])\n0 \(ids[2])\n"

    @Test(arguments: [1, 2, 3, 40, 41, 52, 93, 94, 1000]) func `May come in pieces`(size: Int) throws {
        var lines = CommitLines(idSize: 20)
        let bytes = Array(Self.text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { try lines.read($0) }
        }
        let graph = try lines.graph()
        #expect(graph.count == 3)
        let positions = try Self.ids.map { try #require(CommitID($0).flatMap { graph.position(of: $0) }) }
        #expect(positions == [0, 1, 2])
        #expect(graph.parents(of: 0).elementsEqual([1, 2]))
        #expect((0..<3).map { graph.committedAt($0).millisecondsSince1970 } == [1_600_000_000_000, -7000, 0])
    }

    @Test(arguments: [
        "\n", "1\n", "1 \n", " \(ids[0])\n", "\(ids[0])\n", "1 \(ids[0]) \n", "1 \(ids[0].dropLast())\n", "1 \(ids[0].dropLast())g\n",
        "1 \(ids[0].dropLast())A\n", "1 \(ids[0])  \(ids[1])\n", "1  \(ids[0])\n", "1 \(ids[0])x\(ids[1])\n", "- \(ids[0])\(ids[1])\n", "1 \(ids[0])",
        "1 \(ids[0])0\n", "1 \(String(repeating: "a", count: 64))\n",
    ])
    func `Anything else is refused`(text: String) throws {
        let error = #expect(throws: GitError.self) {
            var lines = CommitLines(idSize: 20)
            try Array(text.utf8).withUnsafeBytes { try lines.read($0) }
            _ = try lines.graph()
        }
        #expect(error?.code == .failed)
    }

    @Test func `Passwords are not repeated`() {
        #expect(
            GitProgram.withoutPasswords("fatal: unable to access 'https://user:p@ss@host/a@b/': and ssh://git@host x://y")
                == "fatal: unable to access 'https://host/a@b/': and ssh://host x://y")
    }
}
