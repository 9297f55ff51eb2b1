import ArgumentParser
import Retention

/// What is kept for good.
struct KeepOptions: ParsableArguments {
    @Option(
        name: .customLong("keep"), help: ArgumentHelp("Keep this: TAG, REPOSITORY:TAG or REPOSITORY@DIGEST; as often as needed.", valueName: "name"))
    var names: [String] = []

    @Option(name: .customLong("keep-pattern"), help: ArgumentHelp("Keep tags that this regular expression matches as a whole.", valueName: "regex"))
    var patterns: [String] = []

    @Option(
        name: .customLong("keep-list"),
        help: ArgumentHelp("Keep what this file names, one a line as for --keep; # begins a comment.", valueName: "file"),
        completion: .file())
    var lists: [String] = []

    @Option(help: ArgumentHelp("Keep what was published within this time; off for no such rule. (default: 2h)", valueName: "time"))
    var builtWithin: PeriodOption?

    @Option(help: ArgumentHelp("Keep what was used within this time; off for no such rule. (default: 24h)", valueName: "time"))
    var usedWithin: PeriodOption?

    /// - Throws: ``CommandError`` where a list can't be read, ``RetentionError`` for what can't be in one.
    func add(to layer: inout PolicyLayer) throws {
        layer.keepPatterns = patterns
        layer.keepList = names + (try lists.flatMap { try KeepList(parsing: try TextFile.read($0), name: $0).entries })
        layer.keepBuiltWithin = builtWithin.map { $0.seconds ?? 0 }
        layer.keepUsedWithin = usedWithin.map { $0.seconds ?? 0 }
    }
}
