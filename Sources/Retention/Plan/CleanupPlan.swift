package import StageModel

/// The complete, printable result of deciding what to delete and what to keep.
package struct CleanupPlan: Hashable, Sendable {
    /// What deleting it frees.
    package struct Totals: Hashable, Sendable, Codable {
        /// Tags of images, with the records that go with them counted apart.
        package var images = 0
        package var stages = 0
        package var services = 0
        package var referrers = 0
        package var untagged = 0
        /// Bytes that leave the disk, each blob once, without those that something kept, or another project, still has.
        package var bytes: Int64 = 0
        /// When the last of them have left if the plan is applied when it was made: the longer of undo window and grace later. In unix milliseconds.
        package var freedAt: Int64 = 0
        /// Tags of images in the project, for the share.
        package var allImages = 0
        package var keptBytes: Int64 = 0

        package init() {}
    }

    package var order: CleanupOrder
    /// What is deleted, in the order in which it is: what needs something before what it needs.
    package var items: [CleanupItem]
    /// Every object, by repository and tag; manifests without a tag behind those with one, by digest.
    package var decisions: [Decision]
    package var totals: Totals
    /// What the reader has to know: rules that were skipped since there is no git, a budget that can't be reached.
    package var notes: [String]
    /// A budget that is missed by so many bytes though everything that may go goes; exit code 3.
    package var missedBudget: Int64?
    /// It would delete more than the largest share, so that it is refused without force.
    package var exceedsShare: Bool

    package init(
        order: CleanupOrder, items: [CleanupItem], decisions: [Decision], totals: Totals, notes: [String], missedBudget: Int64?, exceedsShare: Bool
    ) {
        self.order = order
        self.items = items
        self.decisions = decisions
        self.totals = totals
        self.notes = notes
        self.missedBudget = missedBudget
        self.exceedsShare = exceedsShare
    }
}
