import Access
import Catalog
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import Reclamation
import StageModel

/// `GET cleanup/skipped`: what a plan left alone, in pages.
struct SkippedItemsRoute: HTTPRoute {
    let name = APIEndpoint.skippedItems.path
    let demand = PlanQuestion.demand
    private let question: PlanQuestion
    private let after: Int?
    private let limit: Int

    init(_ query: QueryItems, page: PageRequest, applier: PlanApplier, authorizer: any Authorizer) throws {
        guard let plan = query["plan"] else { throw OCIError(.requestInvalid, "the query lacks 'plan'") }
        self.after = try page.position()
        self.limit = page.limit
        self.question = PlanQuestion(plan: plan, action: .pull, applier: applier, authorizer: authorizer)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        try await question.ask(context)
        let page = try await question.applier.skipped(plan: question.plan, after: after, limit: limit)
        return try .json(SkippedListing(items: page.items, next: page.hasMore ? page.items.last.map { String($0.position) } : nil))
    }
}
