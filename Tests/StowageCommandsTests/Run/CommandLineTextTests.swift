import StowageTestSupport
import Testing

@testable import StowageCommands

@Suite("A command as a line")
struct CommandLineTextTests {
    static let lines: [([String], String)] = [
        (["npm", "ci"], "npm ci"), (["sh", "-c", "a && b"], "sh -c 'a && b'"), (["echo", "it's"], "echo 'it'\\''s'"), (["x", ""], "x ''"),
        (["a\\b", "ü"], "'a\\b' 'ü'"),
    ]

    @Test(arguments: lines)
    func `Words become a line and come back`(words: [String], line: String) {
        #expect(CommandLineText.join(words) == line)
        #expect(CommandLineText.split(line) == words)
    }

    @Test(arguments: [
        ("  npm   ci ", ["npm", "ci"]), ("a\\ b", ["a b"]), ("\"a \\\"b\\\" \\n\"", ["a \"b\" \\n"]), ("a'b'\"c\"", ["abc"]), ("", []),
        ("a && b", ["a", "&&", "b"]),
    ])
    func `A line is split as a shell does`(line: String, words: [String]) {
        #expect(CommandLineText.split(line) == words)
    }

    @Test(arguments: ["'a", "\"a", "a\\", "\"a\\"])
    func `What is not closed is refused`(line: String) {
        #expect(CommandLineText.split(line) == nil)
    }

    @Test(arguments: lines)
    func `A shell reads the same words`(words: [String], line: String) async throws {
        let result = try await Shell.succeed("sh", ["-c", "for word in \(line); do printf '%s\\n' \"$word\"; done"])
        #expect(result.text == words.map { $0 + "\n" }.joined())
    }
}
