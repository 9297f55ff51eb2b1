import Reclamation
import ServiceLifecycle

/// Runs the garbage collector as long as the server runs.
struct CollectorService: Service {
    let collector: Collector

    func run() async throws {
        await cancelWhenGracefulShutdown { await collector.run() }
    }
}
