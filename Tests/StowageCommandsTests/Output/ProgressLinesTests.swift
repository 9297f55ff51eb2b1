import RegistryClient
import StowageServer
import Synchronization
import Testing

@testable import StowageCommands

@Suite("Progress")
struct ProgressLinesTests {
    private typealias Row = ProgressLines.Row

    @Test func `A bar for what runs, with sizes and a rate`() {
        let rows = [Row(name: "push out", done: 50 << 20, total: 100 << 20, state: .running)]
        #expect(
            ProgressLines.text(rows, elapsed: .seconds(5), width: 72)
                == ["push out [================                 ] 50 MiB of 100 MiB 10 MiB/s"])
    }

    @Test(arguments: [20, 40, 80, 200])
    func `No line is wider than the terminal`(width: Int) {
        let rows = [
            Row(name: String(repeating: "n", count: 100), done: 1, total: 100 << 30, state: .running),
            Row(name: "b", done: 5, total: nil, state: .running), Row(name: "c", done: 0, total: 1, state: .retrying(reason: "the connection broke")),
        ]
        #expect(ProgressLines.text(rows, elapsed: .seconds(1), width: width).allSatisfy { $0.count < width })
    }

    @Test func `What is over makes room, and the rest is bounded`() {
        let over = Row(name: "done", done: 1, total: 1, state: .finished)
        let running = (0..<20).map { Row(name: "r\($0)", done: 0, total: 10, state: .waiting) }
        let lines = ProgressLines.text([over] + running, elapsed: .seconds(1), width: 80, limit: 3)
        #expect(lines == ["r0  waiting", "r1  waiting", "r2  waiting"])
    }

    @Test func `Without a terminal nothing is drawn, with one it is wiped at the end`() async throws {
        for isTerminal in [false, true] {
            let written = Mutex("")
            let terminal = Terminal(isTerminal: isTerminal, width: 80, environment: [:])
            let display = ProgressDisplay(terminal, output: LogOutput { text in written.withLock { $0 += text } })
            _ = display.transfer("x", total: 10)
            try await display.showing {
                while isTerminal, written.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(5)) }
            }
            let text = written.withLock { $0 }
            #expect(isTerminal ? text.hasSuffix("\u{1b}[1A\u{1b}[J") : text.isEmpty)
        }
    }
}
