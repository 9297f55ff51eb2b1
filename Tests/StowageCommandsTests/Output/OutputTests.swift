import Glibc
import Testing

@testable import StowageCommands

@Suite("What is written to standard output")
struct OutputTests {
    /// A command goes on to its own exit status: "cleanup apply | head" that skipped something is no success.
    @Test func `A reader that has gone away ends the writing, not the command`() throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { close(ends[1]) }
        close(ends[0])
        try Output.write(Array("skipped".utf8), to: ends[1])
    }

    @Test func `A full disk is no success`() throws {
        let full = open("/dev/full", O_WRONLY)
        try #require(full >= 0)
        defer { close(full) }
        #expect(throws: CommandError.self) { try Output.write(Array("skipped".utf8), to: full) }
    }
}
