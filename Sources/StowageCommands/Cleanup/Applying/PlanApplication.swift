import ArgumentParser
import RegistryClient
import Retention
import StageModel

/// Has the server apply a plan, or take one back, and waits for it.
///
/// The first signal ends the waiting and not the work: whoever leaves is told how to look after it.
struct PlanApplication: Sendable {
    let server: ServerAddress
    let context: CommandContext
    let isVerbose: Bool

    /// - Returns: What became of it; nothing was sent for a plan that deletes nothing.
    /// - Throws: ``CommandError`` where it is refused or fails; ``ExitCode`` after a signal.
    func apply(_ plan: CleanupPlan, isForced: Bool) async throws -> CleanupPayload {
        if plan.exceedsShare, !isForced { throw Self.refusal(PlanSummary.refusal(plan)) }
        let (bytes, delay, missed) = (plan.totals.bytes, plan.totals.freedAt - plan.order.createdAt, plan.missedBudget)
        guard !plan.items.isEmpty else { return CleanupPayload(record: nil, skipped: [], missedBudget: missed) }
        var order = plan.order
        order.isForced = isForced
        let items = plan.items
        let payload = try await watching(what: "deleting", verb: "applying") { [order] client in
            let received = try await client.handOver(order, items: items)
            do {
                return try await client.applyPlan(received.id, isForced: isForced)
            } catch let error as ClientError where error.serverCode == "SHARE_EXCEEDED" {
                throw Self.refusal(error.message)
            }
        }
        let freedAt = payload.record?.finishedAt.map { $0 + delay }
        return CleanupPayload(record: payload.record, skipped: payload.skipped, bytes: bytes, freedAt: freedAt, missedBudget: missed)
    }

    /// - Throws: As ``apply(_:isForced:)``.
    func undo(_ plan: String) async throws -> CleanupPayload {
        try await watching(what: "restoring", verb: "undoing") { try await $0.undoPlan(plan) }
    }

    private static func refusal(_ reason: String) -> CommandError {
        CommandError(.failed, "refused: \(reason); \"stowage cleanup plan\" shows what would go, --force applies it all the same")
    }

    private func watching(
        what: String, verb: String, _ start: @escaping @Sendable (RegistryClient) async throws -> CleanupRecord
    ) async throws -> CleanupPayload {
        let (server, context, logger) = (self.server, self.context, self.context.logger(isVerbose: isVerbose))
        return try await Interruption.cancelling {
            try await RegistryClient.with(server, logger: logger) { client in
                let started = try await start(client)
                let watch = PlanWatch(client: client, context: context)
                let ended: CleanupRecord
                do {
                    ended = try await watch.end(of: started, what: what)
                } catch {
                    context.messages.say("the server goes on \(verb) the plan; \"stowage cleanup show \(started.id)\" shows how far it is")
                    throw error
                }
                guard ended.state != .failed else {
                    throw CommandError(
                        .failed,
                        "the plan \(ended.id) could not be finished after \(Humanly.count(ended.done, "item")): \(ended.message ?? "no reason was given")"
                    )
                }
                return CleanupPayload(record: ended, skipped: try await watch.skipped(ended))
            }
        }
    }
}
