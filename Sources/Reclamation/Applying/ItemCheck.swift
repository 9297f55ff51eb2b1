import Catalog
import OCIModel
import StageModel

/// What must hold of items that a client hands over.
struct ItemCheck {
    /// What fits into a request is less.
    private static let itemsAtOnce = 20_000
    private static let wordLimit = 4096

    private let order: CleanupOrder
    private let repositories: Set<String>

    init(_ order: CleanupOrder) {
        self.order = order
        self.repositories = Set(order.watermark.repositories.map(\.name))
    }

    /// - Throws: ``OCIError``: `requestInvalid`, `nameInvalid`, `tagInvalid`, `digestInvalid`.
    func check(_ items: [CleanupItem], at position: Int) throws(OCIError) -> [PlannedItem] {
        guard position >= 0, position <= order.itemCount, items.count <= min(Self.itemsAtOnce, order.itemCount - position) else {
            throw OCIError(
                .requestInvalid, "\(items.count) items at position \(position) don't fit into a plan of \(order.itemCount), or are too many at once")
        }
        var planned: [PlannedItem] = []
        planned.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            try check(item, at: position + index)
            planned.append(try PlannedItem(item, at: position + index))
        }
        return planned
    }

    private func check(_ item: CleanupItem, at position: Int) throws(OCIError) {
        guard repositories.contains(item.repository) else {
            throw OCIError(
                .requestInvalid, "the item at position \(position) is of '\(item.repository.prefix(256))', which the plan's watermark doesn't name")
        }
        guard item.generation > 0 else { throw OCIError(.requestInvalid, "the item at position \(position) has no generation") }
        guard item.needs.allSatisfy({ $0 > position && $0 < order.itemCount }) else {
            throw OCIError(.requestInvalid, "the item at position \(position) needs one that doesn't come after it")
        }
        guard item.rule.utf8.count <= Self.wordLimit, item.reason.utf8.count <= Self.wordLimit else {
            throw OCIError(.requestInvalid, "rule and reason of the item at position \(position) are longer than \(Self.wordLimit) bytes")
        }
    }
}
