import OCIModel

/// A manifest of the inventory, in little memory. Numbers of digests are those of the inventory's table; -1 is none.
struct InventoryManifest: Sendable {
    static let never = Int64.min

    var repository: Int32
    var digest: Int32
    var isIndex: Bool
    var generation: Int64
    var createdAt: Int64
    /// ``never`` where a tag points at it.
    var untaggedAt: Int64
    var isInTrash: Bool
    var lastUsedAt: Int64
    var subject: Int32
    var config: Int32
    /// Where its layers stand in ``Inventory/layers``, digests.
    var layers: Range<Int32>
    /// The same of ``Inventory/entries``.
    var entries: Range<Int32>
}
