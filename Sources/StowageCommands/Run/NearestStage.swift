import StageModel

/// The earlier stage of a name whose difference explains a miss best.
enum NearestStage {
    /// - Parameters:
    ///   - entries: The newest first.
    ///   - ancestry: What git says of their commits, where it can be asked.
    /// - Returns: The newest of the same branch; else the newest that an ancestor made; else the newest.
    static func choose(among entries: [StageListing.Entry], reference: String?, ancestry: CommitAncestry?) -> StageListing.Entry? {
        let usable = entries.filter { !$0.isRejected }
        if let reference, let same = usable.first(where: { $0.stage.gitReference == reference }) { return same }
        let ancestor = usable.first { entry in
            guard let ancestry, !entry.stage.commits.isEmpty else { return false }
            return entry.stage.commits.allSatisfy { ancestry[$0] == .ancestor }
        }
        return ancestor ?? usable.first
    }
}
