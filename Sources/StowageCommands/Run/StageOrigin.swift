import StageModel

/// Where a stage comes from, in words.
enum StageOrigin {
    /// "built 2 h ago at commit 61368705 on main"
    static func text(_ stage: StageCandidate, now: Timestamp) -> String {
        var text = "built \(Humanly.age(of: stage.publishedAt, now: now))"
        if !stage.commits.isEmpty {
            text += " at commit\(stage.commits.count == 1 ? "" : "s") \(Humanly.list(stage.commits.map { Humanly.short($0.value) }))"
        }
        if let reference = stage.gitReference { text += " on \(reference)" }
        return text
    }
}
