import Access
import HTTPServing
import OCIModel
import Reclamation
import StageModel

/// Asks the authorizer about a plan that is named by its id: about its project, and every repository that it knew.
///
/// Which these are is known only when the plan was read, so the route itself demands no more than to talk to the service. That there
/// is a plan of some id is no secret worth keeping: ids can't be guessed.
struct PlanQuestion: Sendable {
    static let demand = RouteDemand.action(.connect, on: nil)

    let plan: String
    let action: AccessRequest.Action
    let applier: PlanApplier
    let authorizer: any Authorizer

    /// Reads the plan and asks about it.
    ///
    /// - Throws: ``OCIError`` with code `planUnknown`, `unauthorized` or `denied`.
    @discardableResult
    func ask(_ context: ServingContext) async throws -> CleanupRecord {
        let record = try await applier.record(plan)
        let question = try ProjectQuestion(action, on: record.order.project, by: authorizer)
        try await context.authorize(action, on: question.repository, by: authorizer)
        try await question.ask(about: record.order.watermark, context)
        return record
    }
}
