package import ArgumentParser
import RegistryClient
import StageModel

/// `stowage gc run`.
package struct CollectorRun: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Have the garbage collector do now what is due.",
        discussion: """
            Waits for it, and says what went. What is not due stays: nothing goes before
            its grace and its undo window have passed.

            Ctrl-C stops the waiting; the server goes on.
            """)

    @Flag(help: "Look for files that the catalog doesn't know, too; reads all folders of blobs.")
    var orphans = false

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func run() async throws {
        let context = CommandContext()
        let address = try server.address(environment: context.environment)
        let (orphans, logger) = (self.orphans, context.logger(isVerbose: server.verbose))
        let status = try await Interruption.cancelling {
            try await RegistryClient.with(address, logger: logger) { client in
                let before = try await client.runCollector(orphans: orphans)
                return try await Self.end(of: before, client)
            }
        }
        try Output.print(status, as: output.format) { CollectorStatusCommand.table(status, now: context.now) }
        if let problem = status.lastError, status.totals.failures > 0 {
            context.messages.warn("some of it failed and is tried again later: \(problem)")
        }
    }

    /// A run that was on its way when this one was asked for ends first.
    private static func end(of before: CollectorStatus, _ client: RegistryClient) async throws -> CollectorStatus {
        let goal = before.runs + (before.isRunning ? 2 : 1)
        var pause = Duration.milliseconds(20)
        while true {
            let status = try await client.collectorStatus()
            if status.runs >= goal { return status }
            guard status.runs >= before.runs else {
                throw CommandError(.failed, "the server was started anew meanwhile; run it again")
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(500))
        }
    }
}
