import ArgumentParser

/// Where git is, and werf's configuration beside it.
struct HistoryOptions: ParsableArguments {
    @Option(
        name: .customLong("git"),
        help: ArgumentHelp(
            "A clone of the project, with all of its history. Without it the rules that need git are skipped.", valueName: "dir"),
        completion: .directory)
    var git: String?

    @Flag(help: "Fetch what the clone lacks from its remote first.")
    var fetch = false

    @Option(
        help: ArgumentHelp(
            "Read the cleanup section of this werf.yaml. (default: werf.yaml or werf.yml in the folder of --git or at the top of its work tree, if it is there)",
            valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var werfConfig: String?

    @Flag(help: "Read no werf.yaml.")
    var noWerfConfig = false

    func validate() throws {
        guard !fetch || git != nil else { throw ValidationError("--fetch needs --git DIR.") }
        guard werfConfig == nil || !noWerfConfig else {
            throw ValidationError("--werf-config and --no-werf-config are opposites; give one of them.")
        }
    }
}
