import Logging
import StowageTestSupport
import Synchronization
import Testing

@testable import Reclamation

@Suite("What the log says of cleanups and garbage")
struct LoggingTests {
    @Test func `That a cleanup was applied is said once, however many work on it`() async throws {
        try await ApplierHouse.use { house in
            let lines = LogLines()
            let applier = PlanApplier(
                store: house.store, catalog: house.catalog, clock: house.clock.reading, logger: Logger(label: "test") { _ in lines })
            try await house.publish("v1")
            var sketch = try await Sketch(house)
            try sketch.add("v1", house)
            let plan = try await sketch.send(to: house)
            house.clock.advance(by: .seconds(1))
            _ = try await applier.apply(plan, isForced: false)
            _ = try await applier.apply(plan, isForced: false)
            #expect(lines.all.filter { $0.contains("cleanup") } == ["info a cleanup was applied"])
            _ = try await applier.undo(plan)
            _ = try await applier.undo(plan)
            #expect(lines.all.filter { $0.contains("taken back") } == ["info a cleanup was taken back"])
        }
    }

    @Test func `A round that removed nothing is for who looks closely`() async throws {
        try await CollectorWorld.use { world in
            let lines = LogLines()
            let collector = Collector(
                store: world.store, catalog: world.catalog, blobs: world.blobs,
                configuration: CollectorConfiguration(grace: CollectorWorld.grace, maximumRate: nil), clock: world.clock.reading,
                instant: world.clock.instant, pause: { world.clock.advance(by: $0) }, logger: Logger(label: "test") { _ in lines })
            try await world.push(image: "needed", tags: ["a"])
            for _ in 0..<2 {
                world.clock.advance(by: CollectorWorld.grace * 2)
                try await collector.runOnce(orphans: false)
            }
            #expect(lines.all == ["debug garbage was looked for"])
            try await world.push(blob: "waste")
            for _ in 0..<2 {
                world.clock.advance(by: CollectorWorld.grace * 2)
                try await collector.runOnce(orphans: false)
            }
            #expect(lines.all == ["debug garbage was looked for", "info garbage was collected"])
        }
    }
}

/// Keeps what is logged: `level message`.
final class LogLines: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    // One handler for all loggers: what they add of their own is of no interest here.
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) { lines.withLock { $0.append("\(event.level) \(event.message)") } }
}
