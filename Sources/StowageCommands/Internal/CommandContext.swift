import FoundationEssentials
import Logging
import StageModel
import StowageServer

/// What a command finds around it.
struct CommandContext: Sendable {
    let environment: [String: String]
    let terminal: Terminal
    let messages: Messages

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.environment = environment
        self.terminal = Terminal.standardError(environment: environment)
        self.messages = Messages(isColored: terminal.isColored)
    }

    var now: Timestamp { .now() }

    /// What libraries say, on standard error; nothing unless it was asked for.
    func logger(isVerbose: Bool) -> Logger {
        guard isVerbose else { return Logger(label: "stowage") { _ in SwiftLogNoOpLogHandler() } }
        let logging = ServerLogging(.init(level: .debug, format: .text), isTerminal: terminal.isTerminal, environment: environment)
        return Logger(label: "stowage") { logging.handler(label: $0) }
    }
}
