package import ArgumentParser
import FoundationEssentials
import RegistryClient
import StageModel

/// `stowage stats`: what the cache was good for.
package struct Stats: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Show hits, misses and what they saved.",
        discussion: """
            One line for each repository, over the last hours; --by-hour has one for
            each hour. Time is saved where a hit's stage carries how long it took to
            build.
            """)

    @Option(help: ArgumentHelp("How far back.", valueName: "count"))
    var hours = 24

    @Flag(help: "One line an hour.")
    var byHour = false

    @Option(help: ArgumentHelp("Only this repository. (default: all)", valueName: "name"))
    var repository: String?

    @Option(help: ArgumentHelp("Only the stages of this project.", valueName: "name"))
    var project: String?

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func validate() throws {
        guard hours > 0 else { throw ValidationError("--hours is a count of at least 1.") }
    }

    package mutating func run() async throws {
        let context = CommandContext()
        // Variables don't narrow it: whoever asks for statistics mostly means the server.
        let name =
            repository == nil && project == nil ? nil : try RepositoryChoice(repository: repository, project: project, environment: [:]).stages()
        let hours = self.hours
        let statistics = try await server.withClient(context) { try await $0.statistics(repository: name, hours: hours) }
        try Output.print(statistics, as: output.format) { byHour ? Self.hourly(statistics.hours) : Self.summed(statistics.hours) }
    }

    private static let figures: [Table.Column] = [
        .number("LOOKUPS"), .number("HITS"), .number("MISSES"), .number("HIT RATE"), .number("SERVED"), .number("BUILD TIME SAVED"),
    ]

    static func hourly(_ entries: [HitStatistics.Entry]) -> Table {
        var table = Table([.text("HOUR"), .text("REPOSITORY")] + figures)
        for entry in entries {
            let hour = Date(timeIntervalSince1970: Double(entry.hour) / 1000).formatted(.iso8601)
            table.add([hour, entry.repository] + cells(entry))
        }
        return table
    }

    /// The repository with the most lookups first.
    static func summed(_ entries: [HitStatistics.Entry]) -> Table {
        var sums: [String: HitStatistics.Entry] = [:]
        for entry in entries {
            var sum =
                sums[entry.repository]
                ?? HitStatistics.Entry(
                    repository: entry.repository, hour: 0, lookups: 0, hits: 0, misses: 0, bytesServed: 0, buildTimeSaved: 0)
            sum.lookups += entry.lookups
            sum.hits += entry.hits
            sum.misses += entry.misses
            sum.bytesServed += entry.bytesServed
            sum.buildTimeSaved += entry.buildTimeSaved
            sums[entry.repository] = sum
        }
        var table = Table([.text("REPOSITORY")] + figures)
        for sum in sums.values.sorted(by: { ($1.lookups, $0.repository) < ($0.lookups, $1.repository) }) { table.add([sum.repository] + cells(sum)) }
        return table
    }

    private static func cells(_ entry: HitStatistics.Entry) -> [String] {
        let rate = entry.lookups > 0 ? "\(entry.hits * 100 / entry.lookups) %" : ""
        return [
            String(entry.lookups), String(entry.hits), String(entry.misses), rate, Humanly.bytes(entry.bytesServed),
            Humanly.duration(.milliseconds(entry.buildTimeSaved)),
        ]
    }
}
