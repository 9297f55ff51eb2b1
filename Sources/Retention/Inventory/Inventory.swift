package import StageModel

/// What a project holds: the pages of its inventory, put together.
package struct Inventory: Sendable {
    package let watermark: Watermark
    /// When the first page was read, by the server's clock; uses from then on are not known.
    package private(set) var firstTakenAt: Timestamp?
    /// When the last page was read, by the server's clock; when the watermark was taken, where there is no page.
    package private(set) var takenAt: Timestamp

    package init(watermark: Watermark) {
        self.watermark = watermark
        takenAt = Timestamp(millisecondsSince1970: watermark.takenAt)
    }

    /// Adds a page; the order doesn't matter.
    package mutating func add(_ page: InventoryPage) throws {
        firstTakenAt = min(firstTakenAt ?? page.takenAt, page.takenAt)
        takenAt = max(takenAt, page.takenAt)
    }
}
