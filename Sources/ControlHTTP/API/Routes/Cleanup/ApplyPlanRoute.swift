import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import Reclamation
import StageModel

/// `POST cleanup/apply`: has a plan carried out, and answers while it is.
struct ApplyPlanRoute: HTTPRoute {
    let name = APIEndpoint.applyPlan.path
    let demand = PlanQuestion.demand
    private let isForced: Bool
    private let question: PlanQuestion

    init(_ request: ApplyPlanRequest, applier: PlanApplier, authorizer: any Authorizer) {
        self.isForced = request.isForced
        self.question = PlanQuestion(plan: request.plan, action: .delete, applier: applier, authorizer: authorizer)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        try await question.ask(context)
        return try .json(try await question.applier.start(question.plan, isForced: isForced), status: .accepted)
    }
}
