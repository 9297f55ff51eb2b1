import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import Reclamation
import Retention
import StageModel

/// `GET cleanup/policies`: what the server says of a project's cleanup.
struct CleanupPoliciesRoute: HTTPRoute {
    let name = APIEndpoint.cleanupPolicies.path
    let demand: RouteDemand
    private let project: String
    private let parts: Housekeeping

    init(_ query: QueryItems, parts: Housekeeping, authorizer: any Authorizer) throws {
        let question = try ProjectQuestion(.pull, on: query.project(), by: authorizer)
        self.project = question.project
        self.demand = question.demand
        self.parts = parts
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        let configuration = parts.configuration
        return try .json(
            PolicyDocument(
                layer: parts.policies?.layer(for: project), grace: configuration.grace.components.seconds,
                undoWindow: configuration.undoWindow.components.seconds))
    }
}
