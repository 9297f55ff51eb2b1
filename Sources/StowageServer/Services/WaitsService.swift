import ServiceLifecycle
import StageCache

/// Ends the long polls when the server stops, so that it needn't wait for them.
struct WaitsService: Service {
    let stages: StageCache

    func run() async throws {
        defer { stages.endWaits() }
        try await gracefulShutdown()
    }
}
