import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import Reclamation
import StageModel

/// `POST cleanup/plans/items`: takes a piece of a plan.
struct AddItemsRoute: HTTPRoute {
    let name = APIEndpoint.addItems.path
    let demand: RouteDemand
    private let piece: AddItemsRequest
    /// Every repository that an item names, in the order of the plan.
    private let repositories: [RepositoryName]
    private let question: PlanQuestion

    init(_ piece: AddItemsRequest, applier: PlanApplier, authorizer: any Authorizer) throws {
        self.piece = piece
        var seen: Set<String> = []
        self.repositories = try piece.items.compactMap { seen.insert($0.repository).inserted ? try RepositoryName($0.repository) : nil }
        guard let first = repositories.first else { throw OCIError(.requestInvalid, "'items' is empty; a piece has one item at least") }
        self.question = PlanQuestion(plan: piece.plan, action: .delete, applier: applier, authorizer: authorizer)
        self.demand = .action(.delete, on: first)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        for repository in repositories.dropFirst() { try await context.authorize(.delete, on: repository, by: question.authorizer) }
        try await question.ask(context)
        try await question.applier.add(items: piece.items, at: piece.position, to: piece.plan)
        return Response(status: .noContent)
    }
}
