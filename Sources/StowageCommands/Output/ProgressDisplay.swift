import RegistryClient
import StowageServer
import Synchronization

/// Shows transfers while they run: on a terminal only, on standard error, and wipes what it drew at the end.
final class ProgressDisplay: Sendable {
    private static let interval = Duration.milliseconds(100)

    private let terminal: Terminal
    private let output: LogOutput
    private let transfers = Mutex<[Transfer]>([])

    init(_ terminal: Terminal, output: LogOutput = .standardError) {
        self.terminal = terminal
        self.output = output
    }

    /// Adds a line.
    func transfer(_ name: String, total: Int64? = nil) -> Transfer {
        let transfer = Transfer(name: name, total: total)
        transfers.withLock { $0.append(transfer) }
        return transfer
    }

    /// Draws while `body` runs.
    func showing<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        guard terminal.isTerminal else { return try await body() }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await self.draw() }
            defer { group.cancelAll() }
            return try await body()
        }
    }

    /// Until the task is cancelled.
    private func draw() async {
        let begin = ContinuousClock.now
        var drawn = 0
        while true {
            do { try await Task.sleep(for: Self.interval) } catch { break }
            let rows = transfers.withLock { $0.map { ProgressLines.Row($0) } }
            let lines = ProgressLines.text(rows, elapsed: ContinuousClock.now - begin, width: terminal.width)
            output(Self.wipe(drawn) + lines.map { $0 + "\n" }.joined())
            drawn = lines.count
        }
        output(Self.wipe(drawn))
    }

    /// Back over the lines that stand there.
    private static func wipe(_ lines: Int) -> String {
        lines == 0 ? "" : "\u{1b}[\(lines)A\u{1b}[J"
    }
}
