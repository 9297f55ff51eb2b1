package import StageModel

/// What a project holds: the pages of its inventory, put together.
package struct Inventory: Sendable {
    package let watermark: Watermark

    package init(watermark: Watermark) {
        self.watermark = watermark
    }

    /// Adds a page, in the order in which the server gives them.
    package mutating func add(_ page: InventoryPage) throws {
        _ = page
    }
}
