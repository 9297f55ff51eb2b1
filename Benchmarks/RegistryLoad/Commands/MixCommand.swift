import ArgumentParser
import Foundation

struct MixCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mix", abstract: "What builds ask for: GETs that hit, HEADs that miss, and pushes of small images.",
        discussion: """
            With --rate each operation is due at its moment, whether or not those before it were answered, and its latency counts from \
            then. Latencies are told apart by kind.
            """)

    @OptionGroup var options: ServerOptions

    @Option(help: "A file with the paths that hit, one a line.")
    var hitPaths: String

    @Option(help: "A file with the paths that miss, one a line.")
    var missPaths: String?

    @Option(help: "Hits in a hundred operations; the rest are misses and pushes.")
    var hits = 90

    @Option(help: "Misses in a hundred operations.")
    var misses = 5

    @Option(help: "Operations a second; without it as many as are answered.")
    var rate: Double?

    @Option(help: "How long to run, in seconds.")
    var seconds = 5.0

    @Option(help: "The repository to push to.")
    var repository = "load/mix"

    @Option(help: "Where to write a line for each hit: when it was due (CLOCK_MONOTONIC) and its latency, in nanoseconds.")
    var samples: String?

    func validate() throws {
        guard hits > 0, misses >= 0, hits + misses <= 100, (rate ?? 1) > 0, seconds > 0 else {
            throw ValidationError("--hits and --misses are shares of 100, --rate and --seconds above zero")
        }
        guard misses == 0 || missPaths != nil else { throw ValidationError("--miss-paths is needed where there are misses") }
    }

    func run() throws {
        let client = RegistryClient(options.server)
        let present = try PathList.read(hitPaths).map { try client.verifiedTarget("GET", $0, status: 200) }
        let absent = try missPaths.map { try PathList.read($0).map { try client.verifiedTarget("HEAD", $0, status: 404) } } ?? []
        let images = SmallImages(layerSize: 4096)
        let mix = Mix(hits: hits, misses: misses, pushes: 100 - hits - misses)
        let loop = OperationLoop(endpoint: options.server, connections: options.connections, duration: .seconds(seconds), rate: rate)
        let watch = try Stopwatch(server: options.process)
        let tallies = try loop.run(kinds: Mix.Kind.allCases.count, kind: { mix.kind($0).rawValue }) { [repository] client, index in
            switch mix.kind(index) {
            case .hit: try client.fetch(present[index % present.count])
            case .miss: try client.fetch(absent[index % absent.count])
            case .push: try images.push(index, to: repository, by: client)
            }
        }
        var result = try watch.result(of: "mix", connections: options.connections, tallies: tallies)
        for kind in Mix.Kind.allCases where !tallies[kind.rawValue].latencies.isEmpty {
            result.latencies["\(kind)"] = Latencies(tallies[kind.rawValue])
        }
        if let samples {
            let hits = tallies[Mix.Kind.hit.rawValue]
            let lines = zip(hits.moments, hits.latencies).sorted { $0.0 < $1.0 }.map { "\($0) \($1)\n" }
            try Data(lines.joined().utf8).write(to: URL(filePath: samples))
        }
        try result.finish()
    }
}
