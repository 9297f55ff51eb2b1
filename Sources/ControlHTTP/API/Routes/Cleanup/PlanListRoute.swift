import Access
import Catalog
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import Reclamation
import StageModel

/// `GET cleanup/plans`: the plans of a project, in pages.
struct PlanListRoute: HTTPRoute {
    /// Plans of a page at most: each has a watermark with all repositories of the project.
    private static let pageLimit = 100

    let name = APIEndpoint.plans.path
    let demand: RouteDemand
    private let question: ProjectQuestion
    private let page: PageRequest
    private let applier: PlanApplier

    init(_ query: QueryItems, page: PageRequest, applier: PlanApplier, authorizer: any Authorizer) throws {
        self.question = try ProjectQuestion(.pull, on: query.project(), by: authorizer)
        self.page = page
        self.applier = applier
        self.demand = question.demand
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        let page = try await applier.records(project: question.project, after: page.after, limit: min(page.limit, Self.pageLimit))
        for repository in Set(page.items.flatMap { $0.order.watermark.repositories.map(\.name) }).sorted() {
            try await question.ask(about: try RepositoryName(repository), context)
        }
        return try .json(CleanupListing(plans: page.items, next: page.hasMore ? page.items.last?.id : nil))
    }
}
