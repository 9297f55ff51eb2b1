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
        name: .customLong("keep-list"), help: ArgumentHelp("Keep what this file names, one a line as for --keep.", valueName: "file"),
        completion: .file())
    var lists: [String] = []

    @Option(help: ArgumentHelp("Keep what was published within this time; off for no such rule. (default: 2h)", valueName: "time"))
    var builtWithin: PeriodOption?

    @Option(help: ArgumentHelp("Keep what was used within this time; off for no such rule. (default: 24h)", valueName: "time"))
    var usedWithin: PeriodOption?

    /// - Throws: ``CommandError`` where a list can't be read.
    func add(to layer: inout PolicyLayer) throws {
        layer.keepPatterns = patterns
        layer.keepList = names + (try lists.flatMap { Self.entries(in: try TextFile.read($0)) })
        layer.keepBuiltWithin = builtWithin.map { $0.seconds ?? 0 }
        layer.keepUsedWithin = usedWithin.map { $0.seconds ?? 0 }
    }

    /// One a line; empty lines and those that begin with `#` are none.
    static func entries(in text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { line in
            String(line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }
}
