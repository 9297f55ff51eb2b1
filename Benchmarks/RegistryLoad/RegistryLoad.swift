import ArgumentParser

@main
struct RegistryLoad: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry-load",
        abstract: "Puts load on an OCI registry and measures it.",
        discussion: """
            Each workload prints one line of JSON: operations, errors, rate, MiB/s, latencies, and the CPU time it took itself. \
            The exit status is 1 when any operation failed.
            """,
        subcommands: [
            PushCommand.self, PushImagesCommand.self, FetchCommand.self, MixCommand.self, PopulateCommand.self, PopulateStagesCommand.self,
            LookupCommand.self, GetStageCommand.self,
        ])
}
