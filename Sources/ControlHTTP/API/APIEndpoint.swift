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
    case statistics
    case openAPI = "openapi.json"

    package static let prefix = "/api/v1/"

    package var path: String { Self.prefix + rawValue }

    /// HEAD is answered wherever GET is.
    package var methods: [HTTPRequest.Method] {
        switch self {
        case .stages, .images, .inspectImage, .leases, .statistics, .openAPI: [.get, .head]
        case .lookupStages, .publishStage, .publishImage, .acquireLease, .renewLease, .releaseLease: [.post]
        }
    }
}
