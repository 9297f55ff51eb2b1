/// `POST /api/v1/cleanup/plans`: what a plan is, apart from its items, which follow in pieces.
package struct CleanupOrder: Hashable, Sendable, Codable {
    package enum Origin: String, Hashable, Sendable, Codable {
        case command, schedule, purge
    }

    package var project: String
    package var origin: Origin
    /// When the plan was made, in unix milliseconds.
    package var createdAt: Int64
    package var watermark: Watermark
    /// The moment before which a use was known to the plan, by the server's clock: when the first page of the inventory was read.
    package var inventoryAt: Int64
    /// How many items there are.
    package var itemCount: Int
    /// How long what is deleted can be restored, in milliseconds. Zero: not at all, and it is served under its digest
    /// until the collector comes to it, unless somebody asked for it lately.
    package var undoWindow: Int64
    /// The largest share of the project's image tags that may go, from 0 to 1.
    package var largestShare: Double
    /// Goes beyond the share.
    package var isForced: Bool

    package init(
        project: String, origin: Origin, createdAt: Int64, watermark: Watermark, inventoryAt: Int64, itemCount: Int, undoWindow: Int64,
        largestShare: Double, isForced: Bool = false
    ) {
        self.project = project
        self.origin = origin
        self.createdAt = createdAt
        self.watermark = watermark
        self.inventoryAt = inventoryAt
        self.itemCount = itemCount
        self.undoWindow = undoWindow
        self.largestShare = largestShare
        self.isForced = isForced
    }
}
