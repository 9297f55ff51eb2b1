import Reclamation
import ServiceLifecycle

/// Applies plans and takes them back as long as the server runs; what a stop interrupts goes on with the next start.
struct PlanService: Service {
    let applier: PlanApplier

    func run() async throws {
        await cancelWhenGracefulShutdown { await applier.run() }
    }
}
