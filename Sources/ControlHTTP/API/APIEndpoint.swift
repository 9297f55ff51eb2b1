package import HTTPTypes

/// The operations of `/api/v1/`: what is not here isn't served.
package enum APIEndpoint: String, CaseIterable, Sendable {
    case lookupStages = "stages/lookup"
    case publishStage = "stages/publish"
    case stages
    case images
    case inspectImage = "images/inspect"
    case publishImage = "images/publish"
    case acquireLease = "leases/acquire"
    case renewLease = "leases/renew"
    case releaseLease = "leases/release"
    case leases
    case deleteImage = "images/delete"
    case restoreImage = "images/restore"
    case trash
    case watermark = "cleanup/watermark"
    case inventory = "cleanup/inventory"
    case cleanupPolicies = "cleanup/policies"
    case plans = "cleanup/plans"
    case addItems = "cleanup/plans/items"
    case applyPlan = "cleanup/apply"
    case undoPlan = "cleanup/undo"
    case plan = "cleanup/plan"
    case planItems = "cleanup/items"
    case skippedItems = "cleanup/skipped"
    case collector = "gc"
    case runCollector = "gc/run"
    case statistics
    case openAPI = "openapi.json"

    package static let prefix = "/api/v1/"

    package var path: String { Self.prefix + rawValue }

    /// HEAD is answered wherever GET is.
    package var methods: [HTTPRequest.Method] {
        switch self {
        case .stages, .images, .inspectImage, .leases, .statistics, .openAPI: [.get, .head]
        case .trash, .watermark, .inventory, .cleanupPolicies, .plan, .planItems, .skippedItems, .collector: [.get, .head]
        case .lookupStages, .publishStage, .publishImage, .acquireLease, .renewLease, .releaseLease: [.post]
        case .deleteImage, .restoreImage, .addItems, .applyPlan, .undoPlan, .runCollector: [.post]
        case .plans: [.get, .head, .post]
        }
    }
}
