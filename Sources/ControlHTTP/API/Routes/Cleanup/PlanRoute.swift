import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import Reclamation
import StageModel

/// `GET cleanup/plan`: how a plan stands.
struct PlanRoute: HTTPRoute {
    let name = APIEndpoint.plan.path
    let demand = PlanQuestion.demand
    private let question: PlanQuestion

    init(_ query: QueryItems, applier: PlanApplier, authorizer: any Authorizer) throws {
        guard let plan = query["id"] else { throw OCIError(.requestInvalid, "the query lacks 'id'") }
        self.question = PlanQuestion(plan: plan, action: .pull, applier: applier, authorizer: authorizer)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        try .json(try await question.ask(context))
    }
}
