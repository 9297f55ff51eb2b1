package import ContentHashing
package import OCIModel
package import StageModel

/// What holds for all items of a plan while it is applied.
package struct PlanTerms: Sendable {
    package let plan: String
    /// The generation of each repository past which nothing is deleted; of one that isn't here it is 0.
    let watermark: [String: Int64]
    /// What was published later stays, also where that changed nothing: the same image pushed again.
    let watermarkAt: Int64
    /// What was asked for then or later stays.
    let inventoryAt: Int64
    let undoWindow: Duration
    /// Whether something was asked for since the inventory, as far as that is in memory only. Called by the writer, so it has to be quick.
    package let isUsed: @Sendable (_ repository: RepositoryName, _ tag: TagName?, _ digest: Digest) -> Bool

    package init(
        _ record: CleanupRecord, isUsed: @escaping @Sendable (_ repository: RepositoryName, _ tag: TagName?, _ digest: Digest) -> Bool
    ) {
        let order = record.order
        self.plan = record.id
        self.watermark = Dictionary(order.watermark.repositories.map { ($0.name, $0.generation) }, uniquingKeysWith: min)
        self.watermarkAt = order.watermark.takenAt
        self.inventoryAt = order.inventoryAt
        self.undoWindow = .milliseconds(order.undoWindow)
        self.isUsed = isUsed
    }
}
