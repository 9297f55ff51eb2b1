import StageModel

/// A tag of the inventory with its facts, in little memory. Texts and digests are numbers of the inventory's tables; -1 is none.
struct InventoryTag: Sendable {
    enum Meaning: UInt8, Sendable {
        case stage, image, service
    }

    var name: String
    var repository: Int32
    var digest: Int32
    var generation: Int64
    var publishedAt: Int64
    var lastUsedAt: Int64
    var meaning: Meaning
    var isRejected: Bool
    var strategy: TagStrategy?
    /// The digest of its manifest is all that tells stages with one signature apart where this is 0.
    var uniqueID: Int64 = 0
    var imageName: Int32 = -1
    var gitReference: Int32 = -1
    /// Of a stage its own; of an image that of its last stage.
    var signature: Int32 = -1
    var parent: Int32 = -1
    /// Where its commits stand in ``Inventory/commits``.
    var commits: Range<Int32> = 0..<0
    /// Where its import sources stand in ``Inventory/imports``, texts.
    var imports: Range<Int32> = 0..<0
    var size: Int64 = 0
    /// Where its record stands in ``Inventory/records``.
    var record: Int32 = -1
}
