import StageModel

/// What became of a push: the stage that is used now.
struct PushPayload: Encodable, Sendable {
    enum Outcome: String, Encodable { case published, exists }

    let outcome: Outcome
    let repository: String
    let stage: StageCandidate

    var table: Table {
        Table.description(of: [("outcome", outcome.rawValue), ("image", "\(repository):\(stage.tag)"), ("digest", stage.digest)])
    }
}
