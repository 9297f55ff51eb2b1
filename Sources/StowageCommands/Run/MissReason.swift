import StageModel

/// Why a stage is not there: what is different from the nearest earlier stage of its name.
struct MissReason: Encodable, Sendable {
    /// The earlier stage; `nil` where there is none.
    let nearest: StageListing.Entry?
    /// In words; empty where nothing is different, `nil` where the earlier stage has no inputs recorded.
    let changes: [String]?

    /// One sentence: "`package-lock.json` changed since the stage built 2 h ago at commit 61368705 on main".
    func sentence(stage name: String, now: Timestamp) -> String {
        guard let nearest else { return "no earlier stage named \(name)" }
        let built = "the stage \(StageOrigin.text(nearest.stage, now: now))"
        guard let changes else { return "what changed since \(built) is not known, since that one has no inputs recorded" }
        guard !changes.isEmpty else { return "\(built) has the same inputs, and was not chosen" }
        return "\(Humanly.list(changes)) since \(built)"
    }
}
