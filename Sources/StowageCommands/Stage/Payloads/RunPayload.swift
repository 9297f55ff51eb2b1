import StageModel

/// What a run would find.
struct RunPayload: Encodable {
    let signature: Signature
    let isHit: Bool
    /// On a hit, what would be restored.
    let stage: StageCandidate?
    /// On a miss.
    let reason: MissReason?

    func table(stage name: String, now: Timestamp) -> Table {
        var table = Table([.text(""), .text("")])
        table.add(["signature", signature.value])
        table.add(["outcome", isHit ? "hit" : "miss"])
        if let stage { table.add(["stage", "\(stage.tag), \(StageOrigin.text(stage, now: now))"]) }
        guard let reason else { return table }
        if let nearest = reason.nearest { table.add(["nearest", "\(nearest.stage.tag), \(StageOrigin.text(nearest.stage, now: now))"]) }
        let changes = reason.changes ?? []
        if changes.isEmpty { table.add(["reason", reason.sentence(stage: name, now: now)]) }
        for change in changes { table.add(["changed", change]) }
        return table
    }
}
