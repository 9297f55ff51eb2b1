import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import Reclamation
import StageModel

/// `POST cleanup/undo`: has a plan taken back, and answers while it is.
struct UndoPlanRoute: HTTPRoute {
    let name = APIEndpoint.undoPlan.path
    let demand = PlanQuestion.demand
    private let question: PlanQuestion

    init(_ request: UndoPlanRequest, applier: PlanApplier, authorizer: any Authorizer) {
        self.question = PlanQuestion(plan: request.plan, action: .delete, applier: applier, authorizer: authorizer)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        try await question.ask(context)
        return try .json(try await question.applier.startUndo(question.plan), status: .accepted)
    }
}
