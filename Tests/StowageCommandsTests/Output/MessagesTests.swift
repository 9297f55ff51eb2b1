import Synchronization
import Testing

@testable import StowageCommands
@testable import StowageServer

@Suite("Messages")
struct MessagesTests {
    private final class Lines: Sendable {
        private let text = Mutex("")
        var all: String { text.withLock { $0 } }
        var output: LogOutput { LogOutput { line in self.text.withLock { $0 += line } } }
    }

    @Test func `A word stands before the text, in color where there is color`() {
        let lines = Lines()
        Messages(isColored: true, output: lines.output).say("a", word: "hit", .good)
        Messages(isColored: false, output: lines.output).warn("b")
        #expect(lines.all == "stowage: \u{1b}[32mhit\u{1b}[0m: a\nstowage: warning: b\n")
    }

    /// Names of branches come from whoever pushed.
    @Test func `Nothing in a text steers the terminal or makes a second line`() {
        let lines = Lines()
        Messages(isColored: true, output: lines.output).say("on \u{1b}[2Jmain\u{202e}\r\nx\u{7f}")
        #expect(lines.all == "stowage: on ?[2Jmain? x?\n")
        #expect(Failure(CommandError(.failed, "a\u{1b}[31m\nb"))?.line == "stowage: a?[31m b")
    }
}
