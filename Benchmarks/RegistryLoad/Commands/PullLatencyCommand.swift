import ArgumentParser
import Foundation

struct PullLatencyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull-latency", abstract: "Gets manifests by tag at a fixed rate, over a set of images that 'populate' has pushed.",
        discussion: """
            Each request is due at its moment, whether or not those before it were answered, and its latency counts from then: a \
            server that stands still for a second is late for all that was due in it. Writes a line for each request, with the \
            moment (CLOCK_MONOTONIC) and the latency, both in nanoseconds.
            """)

    @OptionGroup var options: ServerOptions
    @OptionGroup var images: ImageSet

    @Option(help: "Requests a second, over all connections.")
    var rate = 1000

    @Option(help: "How long to run, in seconds.")
    var seconds = 10.0

    @Option(help: "Where to write the samples.")
    var samples: String

    func validate() throws {
        guard rate > 0, seconds > 0 else { throw ValidationError("--rate and --seconds are above zero") }
    }

    func run() throws {
        let client = RegistryClient(options.server)
        let requests = try (0..<images.count).map { index in
            let request = Request(
                "GET", "/v2/\(images.repository(index))/manifests/\(images.tag(index))", at: options.server, fields: Request.manifestAccept)
            _ = try client.verifiedTarget(request)
            return request
        }
        let interval = UInt64(1_000_000_000 * options.connections / rate)
        let begin = Monotonic.now + 10_000_000
        let end = begin + UInt64(seconds * 1e9)
        let outcomes = try Workers.run(options.connections) { [options] lane -> Result<[(UInt64, UInt64)], any Error> in
            Result {
                let connection = Connection(to: options.server)
                var samples: [(UInt64, UInt64)] = []
                var due = begin + interval * UInt64(lane) / UInt64(options.connections)
                var index = lane
                while due < end {
                    Monotonic.sleep(until: due)
                    _ = try connection.exchange(requests[index % requests.count], expecting: 200)
                    samples.append((due, Monotonic.now - due))
                    due += interval
                    index += options.connections
                }
                return samples
            }
        }
        let lines = try outcomes.flatMap { try $0.get() }.sorted { $0.0 < $1.0 }.map { "\($0.0) \($0.1)" }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: samples))
    }
}

extension Monotonic {
    fileprivate static func sleep(until moment: UInt64) {
        var time = timespec(tv_sec: Int(moment / 1_000_000_000), tv_nsec: Int(moment % 1_000_000_000))
        while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
    }
}
