import Access

/// The calls of a client, by what stands behind its id in the path.
enum WerfCall: String, CaseIterable, Sendable {
    case acquire = "locker/acquire"
    case renewLease = "locker/renew-lease"
    case release = "locker/release"

    // werf 1.1, and 1.2 before it had version 1 of its cache.
    case getAllStages = "stages-storage-cache/get-all-stages"
    case deleteAllStages = "stages-storage-cache/delete-all-stages"
    case getStagesBySignature = "stages-storage-cache/get-stages-by-signature"
    case storeStagesBySignature = "stages-storage-cache/store-stages-by-signature"
    case deleteStagesBySignature = "stages-storage-cache/delete-stages-by-signature"

    // werf 1.2, over the same lists.
    case getAllStagesV1 = "stages-storage-cache/v1/get-all-stages"
    case deleteAllStagesV1 = "stages-storage-cache/v1/delete-all-stages"
    case getStagesByDigest = "stages-storage-cache/v1/get-stages-by-digest"
    case storeStagesByDigest = "stages-storage-cache/v1/store-stages-by-digest"
    case deleteStagesByDigest = "stages-storage-cache/v1/delete-stages-by-digest"

    var isOfLocker: Bool {
        switch self {
        case .acquire, .renewLease, .release: true
        default: false
        }
    }

    /// Whether stages are named as werf 1.2 does.
    var isVersion1: Bool { rawValue.hasPrefix("stages-storage-cache/v1/") }

    /// The right that it asks for, on the client's repositories.
    var action: AccessRequest.Action {
        switch self {
        case .getAllStages, .getStagesBySignature, .getAllStagesV1, .getStagesByDigest: .pull
        default: .push
        }
    }
}
