import ControlHTTP
import ImageStore
import Logging
import Retention
import ServiceLifecycle
import StageModel

/// Cleans up every project that the file of policies names, whenever the schedule says so: one project after the other, and never
/// twice at once.
struct CleanupScheduleService: Service {
    let schedule: CronSchedule
    let store: ImageStore
    let parts: Housekeeping
    let environment: [String: String]
    let metrics: CleanupMetrics
    var clock: @Sendable () -> Timestamp = { .now() }
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.waitAndClean() }
    }

    /// Returns when the task is cancelled.
    func waitAndClean() async {
        var times = ScheduleTimes(schedule, now: clock())
        logger.info("cleanups are scheduled", metadata: ["schedule": "\(schedule.text)", "next": "\(time(times.next))"])
        while !Task.isCancelled {
            metrics.waits(until: times.next)
            do {
                // In pieces, since the clock may be set meanwhile.
                try await sleep(max(.zero, min(.seconds(60), clock().duration(to: times.next))))
                guard times.isDue(at: clock()) else { continue }
                metrics.waits(until: times.next)
                try await cleanUp()
            } catch {
                return
            }
            logger.info("the next cleanups are waited for", metadata: ["next": "\(time(times.next))"])
        }
    }

    /// - Throws: `CancellationError`.
    func cleanUp() async throws {
        metrics.begins(at: clock())
        var failures = 0
        do {
            for project in try await store.projects(pattern: parts.projectPattern) {
                guard let policies = parts.policies?.policies(for: project) else { continue }
                try Task.checkCancellation()
                if case .failed = try await cleanUp(project, policies) { failures += 1 }
            }
        } catch {
            if error is CancellationError || Task.isCancelled { throw CancellationError() }
            logger.error("cleanups stopped: the projects could not be listed", metadata: ["error": "\(error)"])
            metrics.record(.failed("\(error)"))
            failures += 1
        }
        metrics.ends(failures: failures)
    }

    private func cleanUp(_ project: String, _ policies: ProjectPolicies) async throws -> ScheduledCleanup.Outcome {
        var logger = logger
        logger[metadataKey: "project"] = "\(project)"
        let cleanup = ScheduledCleanup(
            project: project, policies: policies, store: store, parts: parts, clock: clock, environment: environment, logger: logger)
        let outcome = try await cleanup.run()
        metrics.record(outcome)
        switch outcome {
        case .off: logger.debug("no policy deletes anything")
        case .nothing: logger.info("cleanup found nothing to delete")
        // What was applied is said by who applies plans.
        case .failed, .applied: break
        }
        return outcome
    }

    private func time(_ moment: Timestamp) -> LogTime { LogTime(millisecondsSince1970: moment.millisecondsSince1970) }
}
