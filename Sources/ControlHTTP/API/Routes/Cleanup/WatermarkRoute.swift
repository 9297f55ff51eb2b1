import Access
import Catalog
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import NIOCore
import OCIModel
import StageModel

/// `GET cleanup/watermark`: a moment before git is looked at.
struct WatermarkRoute: HTTPRoute {
    let name = APIEndpoint.watermark.path
    let demand: RouteDemand
    private let question: ProjectQuestion
    private let parts: Housekeeping

    init(_ query: QueryItems, parts: Housekeeping, authorizer: any Authorizer) throws {
        self.question = try ProjectQuestion(.pull, on: query.project(), by: authorizer)
        self.parts = parts
        self.demand = question.demand
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        let (parts, project) = (parts, question.project)
        let watermark = try await OCIError.translating { try await parts.catalog.watermark(ofProject: project, pattern: parts.projectPattern) }
        try await question.ask(about: watermark, context)
        return try .json(watermark)
    }
}
