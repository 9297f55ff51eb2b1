import StageModel

/// What is different between two stages.
struct DifferencePayload: Encodable {
    let from: StageCandidate
    let to: StageCandidate
    /// In words.
    let changes: [String]

    var table: Table {
        var table = Table([.text("")])
        for change in changes.isEmpty ? ["the inputs are the same"] : changes { table.add([change]) }
        return table
    }
}
