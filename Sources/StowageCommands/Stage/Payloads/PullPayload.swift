import StageModel

/// What was pulled, and where it is.
struct PullPayload: Encodable, Sendable {
    let repository: String
    let folder: String
    let stage: StageCandidate

    var table: Table {
        Table.description(of: [("folder", folder), ("image", "\(repository):\(stage.tag)"), ("digest", stage.digest)])
    }
}
