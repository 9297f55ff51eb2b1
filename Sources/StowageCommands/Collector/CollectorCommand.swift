package import ArgumentParser

/// `stowage gc VERB`: the server's garbage collector.
package struct CollectorCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "gc",
        abstract: "The garbage collector: look at it, run it.",
        discussion: """
            It works by itself, while the server serves: bytes that nothing needs any more
            leave the disk when the undo window and the collector's grace have passed.
            """,
        subcommands: [CollectorStatusCommand.self, CollectorRun.self])

    package init() {}
}
