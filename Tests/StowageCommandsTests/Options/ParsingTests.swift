import ArgumentParser
import StageModel
import Testing

@testable import StowageCommands

@Suite("The runner's commands on the command line")
struct ParsingTests {
    private static let signature = String(repeating: "ab", count: 32)

    private func parse<Command>(_ type: Command.Type, _ arguments: String...) throws -> Command {
        try #require(try Stowage.parseAsRoot(arguments) as? Command)
    }

    @Test func `A run has its command behind the dashes`() throws {
        let run = try parse(
            StageRun.self, "stage", "run", "--stage", "s", "--input", "a", "--input", "b/**", "--env", "X", "--output", "o", "--lease-ttl", "5s",
            "--git-aware", "--", "npm", "ci", "--output", "x")
        #expect(run.name == "s")
        #expect(run.inputs.inputs == ["a", "b/**"])
        #expect(run.inputs.variables == ["X"])
        #expect(run.outputs == ["o"])
        #expect(run.leaseTtl.duration == .seconds(5))
        #expect(run.waitLimit.duration == .seconds(3600))
        #expect(run.selection.gitAware)
        #expect(run.command == ["npm", "ci", "--output", "x"])
    }

    @Test func `A branch is called so in every command`() throws {
        let push = try parse(StagePush.self, "stage", "push", Self.signature, "dir", "--branch", "main")
        let publish = try parse(ImagePublish.self, "image", "publish", Self.signature, "--strategy", "git-branch", "--branch", "main")
        #expect(push.facts.reference == "main" && publish.reference == "main")
    }

    @Test func `A command as text has the words of one behind the dashes`() throws {
        let text = try parse(StageSignature.self, "stage", "signature", "--stage", "s", "--command", "sh -c 'a b'")
        let words = try parse(StageSignature.self, "stage", "signature", "--stage", "s", "--", "sh", "-c", "a b")
        #expect(text.command == words.command)
    }

    @Test(arguments: [
        ["stage", "run", "--stage", "s", "--output", "o"], ["stage", "run", "--stage", "s", "--", "x"],
        ["stage", "run", "--stage", "s", "--output", "/o", "--", "x"],
        ["stage", "run", "--stage", "s", "--output", "o", "--lease-ttl", "1ms", "--", "x"],
        ["stage", "signature", "--stage", "s", "--command", "a", "--", "a"], ["stage", "signature", "--stage", "s", "--command", "'a"],
        ["stage", "pull", "xyz", "dir"], ["stage", "explain"], ["stage", "explain", Self.signature, "--stage", "s"], ["stage", "lookup"],
        ["stage", "list", "--limit", "-1"], ["image", "publish", "x", "--strategy", "other"], ["stats", "--hours", "0"],
        ["stage", "list", "--format", "x"], ["image", "delete"], ["image", "list", "--limit", "-1"], ["cleanup", "undo"],
        ["cleanup", "list", "--limit", "-1"],
        ["purge", "--confirm"], ["gc", "run", "x"], ["stage", "signature", "--stage", "", "--", "x"],
        ["stage", "signature", "--stage", "a\nb", "--", "x"],
        ["stage", "run", "--stage", String(repeating: "x", count: 256), "--output", "o", "--", "x"],
        ["stage", "explain", "--stage", "\u{1b}", "--", "x"], ["stage", "push", Self.signature, "dir", "--stage", ""],
        ["stage", "push", Self.signature, "dir", "--image", "\u{202e}"], ["stage", "lookup", Self.signature, "--branch", ""],
    ])
    func `Wrong usage ends with 64`(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try Stowage.parseAsRoot(arguments) }
        #expect(error.map { Stowage.exitCode(for: $0).rawValue } == 64)
    }

    @Test func `A stage is named by signature or tag`() throws {
        let signature = try #require(Signature(Self.signature))
        #expect(StageArgument(argument: Self.signature) == .signature(signature))
        #expect(StageArgument(argument: "\(Self.signature)-1700000000000") == .tag(StageTag(signature: signature, uniqueID: 1_700_000_000_000)))
        #expect(StageArgument(argument: "main") == nil)
    }

    @Test func `Errors of commands have their codes, and one line`() throws {
        #expect(try #require(Failure(CommandError(.usage, "a\nb"))).exitCode == 64)
        #expect(try #require(Failure(CommandError(.partial, "a"))).exitCode == 3)
        #expect(try #require(Failure(CommandError(.failed, "a"))).exitCode == 1)
        #expect(try #require(Failure(CommandError(.runner, "a", cause: CommandError(.failed, "b")))).line == "stowage: a: b")
    }

    @Test func `Every verb has a help that begins with what it does`() {
        let nouns: [any ParsableCommand.Type] = [StageCommand.self, ImageCommand.self, CleanupCommand.self, CollectorCommand.self]
        let commands = nouns + nouns.flatMap { $0.configuration.subcommands } + [Stats.self, Purge.self]
        for command in commands {
            #expect(command.configuration.abstract.hasSuffix("."), "\(command)")
            // Lines of a discussion are not wrapped.
            let wide = command.configuration.discussion.split(separator: "\n").filter { $0.count > 78 }.map(String.init)
            #expect(wide.isEmpty, "\(command)")
        }
    }

    @Test func `The server is the option's, the variable's, or this machine's`() throws {
        let list = try parse(StageList.self, "stage", "list", "--server", "http://a:1")
        #expect(list.server.url(environment: ["STOWAGE_SERVER": "http://b"]) == "http://a:1")
        let plain = try parse(StageList.self, "stage", "list")
        #expect(plain.server.url(environment: ["STOWAGE_SERVER": "http://b"]) == "http://b")
        #expect(plain.server.url(environment: ["STOWAGE_SERVER": ""]) == "http://127.0.0.1:5000")
    }
}
