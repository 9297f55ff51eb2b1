package import Access
package import HTTPServing
import HTTPTypes
package import Hummingbird
package import ImageStore
import NIOCore
import OCIModel
package import StageCache
import StageModel

/// Our own API, under `/api/v1/`: stages, images, leases, cleanup, trash, statistics. Described by the document at `openapi.json`.
package struct APIService: HTTPService {
    /// Of a request's body, in bytes. A lookup of a thousand signatures has a tenth of it.
    static let bodyLimit = 1 << 20

    private let store: ImageStore
    private let cache: StageCache
    private let parts: Housekeeping
    private let authorizer: any Authorizer
    private let pageLimit: Int

    /// - Parameter pageLimit: Items that a page of a list has at most.
    package init(store: ImageStore, cache: StageCache, housekeeping: Housekeeping, authorizer: any Authorizer, pageLimit: Int) {
        self.store = store
        self.cache = cache
        self.parts = housekeeping
        self.authorizer = authorizer
        self.pageLimit = pageLimit
    }

    package func route(_ request: Request) throws -> (any RouteMatch)? {
        let target = request.head.path ?? ""
        let path = target.prefix { $0 != "?" }
        guard path.hasPrefix(APIEndpoint.prefix) || path == APIEndpoint.prefix.dropLast() else { return nil }
        guard let endpoint = APIEndpoint(rawValue: String(path.dropFirst(APIEndpoint.prefix.count))) else {
            throw OCIError(.nameUnknown, "the API has no such path; \(APIEndpoint.openAPI.path) describes those that there are")
        }
        guard endpoint.methods.contains(request.method) else { throw Refusal.methodNotAllowed(allowed: endpoint.methods) }
        return try match(endpoint, QueryItems(path: target), request.method)
    }

    private func match(_ endpoint: APIEndpoint, _ query: QueryItems, _ method: HTTPRequest.Method) throws -> any RouteMatch {
        let (store, cache, parts, authorizer) = (store, cache, parts, authorizer)
        switch endpoint {
        case .lookupStages:
            return body(endpoint) { LookupRoute(query: try LookupQuery(parsing: Array($0.readableBytesView)), cache: cache) }
        case .publishStage:
            return body(endpoint) { try PublishStageRoute($0.document(), cache: cache) }
        case .stages:
            return try StageListRoute(query, page: page(query), cache: cache)
        case .images:
            return try ImageListRoute(query, page: page(query), cache: cache)
        case .inspectImage:
            return try InspectImageRoute(query, cache: cache)
        case .publishImage:
            return body(endpoint) { try PublishImageRoute($0.document(), store: store, authorizer: authorizer) }
        case .deleteImage:
            return body(endpoint) { try DeleteImageRoute($0.document(), store: store) }
        case .restoreImage:
            return body(endpoint) { try RestoreImageRoute($0.document(), store: store) }
        case .trash:
            return try TrashRoute(query, page: page(query), store: store)
        case .watermark:
            return try WatermarkRoute(query, parts: parts, authorizer: authorizer)
        case .inventory:
            return try InventoryRoute(query, page: page(query), pattern: parts.projectPattern, store: store, authorizer: authorizer)
        case .cleanupPolicies:
            return try CleanupPoliciesRoute(query, parts: parts, authorizer: authorizer)
        case .plans where method == .post:
            return body(endpoint) { try CreatePlanRoute($0.document(), applier: parts.applier, authorizer: authorizer) }
        case .plans:
            return try PlanListRoute(query, page: page(query), applier: parts.applier, authorizer: authorizer)
        case .addItems:
            return body(endpoint) { try AddItemsRoute($0.document(), applier: parts.applier, authorizer: authorizer) }
        case .applyPlan:
            return body(endpoint) { ApplyPlanRoute(try $0.document(), applier: parts.applier, authorizer: authorizer) }
        case .undoPlan:
            return body(endpoint) { UndoPlanRoute(try $0.document(), applier: parts.applier, authorizer: authorizer) }
        case .plan:
            return try PlanRoute(query, applier: parts.applier, authorizer: authorizer)
        case .planItems:
            return try PlanItemsRoute(query, page: page(query), applier: parts.applier, authorizer: authorizer)
        case .skippedItems:
            return try SkippedItemsRoute(query, page: page(query), applier: parts.applier, authorizer: authorizer)
        case .collector:
            return CollectorRoute(collector: parts.collector)
        case .runCollector:
            return body(endpoint) { RunCollectorRoute(try $0.document(), collector: parts.collector) }
        case .acquireLease:
            return body(endpoint) { try AcquireLeaseRoute($0.document(), cache: cache) }
        case .renewLease:
            return body(endpoint) { try RenewLeaseRoute($0.document(), cache: cache) }
        case .releaseLease:
            return body(endpoint) { try ReleaseLeaseRoute($0.document(), cache: cache) }
        case .leases:
            return try LeaseListRoute(query, page: page(query), cache: cache)
        case .statistics:
            return try StatisticsRoute(query, cache: cache)
        case .openAPI:
            return OpenAPIRoute()
        }
    }

    private func body(_ endpoint: APIEndpoint, _ read: @escaping @Sendable (ByteBuffer) throws -> any HTTPRoute) -> BodyRoute {
        BodyRoute(name: endpoint.path, limit: Self.bodyLimit, read)
    }

    private func page(_ query: QueryItems) throws -> PageRequest {
        try PageRequest(query, after: "after", pageLimit: pageLimit)
    }
}
