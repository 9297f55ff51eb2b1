import Glibc
import StowageTestSupport
import Testing

@testable import StowageCommands

// One after the other: a start marks the descriptors of the whole process.
@Suite("The command as a process", .serialized)
struct CommandProcessTests {
    private func run(_ words: String...) async throws -> CommandProcess.Status {
        try await CommandProcess.spawn(words, inherited: CommandProcess.openDescriptors()).wait()
    }

    @Test func `Its exit code passes through`() async throws {
        #expect(try await run("true").exitCode == 0)
        #expect(try await run("sh", "-c", "exit 37").exitCode == 37)
    }

    @Test func `A signal that ended it is told as shells tell it`() async throws {
        let status = try await run("sh", "-c", "kill -TERM $$")
        #expect(status == .signalled(SIGTERM))
        #expect(status.exitCode == 143)
    }

    @Test func `A program that isn't there or can't be run has the code that shells give`() async throws {
        #expect(try #require(await #expect(throws: SpawnFailure.self) { try await run("no-such-program") }).exitCode == 127)
        #expect(try #require(await #expect(throws: SpawnFailure.self) { try await run("/etc/passwd") }).exitCode == 126)
    }

    @Test func `It doesn't ignore a broken pipe`() async throws {
        signal(SIGPIPE, SIG_IGN)
        #expect(try await run("sh", "-c", "kill -PIPE $$") == .signalled(SIGPIPE))
    }

    @Test func `Descriptors of ours are not passed on, those from before are`() async throws {
        try await ScratchFolder.with { scratch in
            let before = open(try scratch.write("", to: "before"), O_RDONLY)
            let inherited = CommandProcess.openDescriptors()
            let ours = open(try scratch.write("", to: "ours"), O_RDONLY)
            defer {
                close(before)
                close(ours)
            }
            let command = "test -e /proc/self/fd/\(before) && test ! -e /proc/self/fd/\(ours)"
            #expect(try await CommandProcess.spawn(["sh", "-c", command], inherited: inherited).wait() == .exited(0))
        }
    }
}
