import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import Reclamation
import StageModel

/// `POST cleanup/plans`: announces a plan, whose items follow.
struct CreatePlanRoute: HTTPRoute {
    let name = APIEndpoint.plans.path
    let demand: RouteDemand
    private let order: CleanupOrder
    private let question: ProjectQuestion
    private let applier: PlanApplier

    init(_ order: CleanupOrder, applier: PlanApplier, authorizer: any Authorizer) throws {
        self.order = order
        self.question = try ProjectQuestion(.delete, on: order.project, by: authorizer)
        self.applier = applier
        self.demand = question.demand
        for repository in order.watermark.repositories { _ = try RepositoryName(repository.name) }
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        try await question.ask(about: order.watermark, context)
        return try .json(try await applier.create(order), status: .created)
    }
}
