import StageModel

extension CleanupPlan {
    /// Reads a plan that ``json()`` wrote; members that are unknown are passed over.
    ///
    /// - Throws: ``RetentionError`` with code `plan` for what is no such plan, is of another version, or contradicts itself.
    package init(parsing bytes: [UInt8]) throws {
        do {
            var document = JSONDocument(bytes)
            var (version, order, totals, exceedsShare, missedBudget): (Int64?, CleanupOrder?, Totals?, Bool?, Int64?)
            var (notes, items, decisions): ([String]?, [CleanupItem]?, [Decision]?)
            try document.read { document in
                if document.isNamed("version") {
                    version = try document.integer()
                    // What another version's members mean nobody knows.
                    guard version == Self.version else { throw Self.unknown(version) }
                } else if document.isNamed("order") {
                    order = try CleanupOrder(&document)
                } else if document.isNamed("totals") {
                    totals = try Totals(&document)
                } else if document.isNamed("exceedsShare") {
                    exceedsShare = try document.flag()
                } else if document.isNamed("missedBudget") {
                    missedBudget = try document.integer()
                } else if document.isNamed("notes") {
                    notes = []
                    try document.list { notes?.append(try $0.text()) }
                } else if document.isNamed("items") {
                    items = []
                    try document.list { items?.append(try CleanupItem(&$0)) }
                } else if document.isNamed("decisions") {
                    decisions = []
                    try document.list { decisions?.append(try Decision(&$0)) }
                } else {
                    try document.skip()
                }
            }
            guard version != nil, let order, let totals, let exceedsShare, let notes, let items, let decisions else {
                throw document.unreadable("a plan has 'version', 'order', 'totals', 'exceedsShare', 'notes', 'items' and 'decisions'")
            }
            self.init(
                order: order, items: items, decisions: decisions, totals: totals, notes: notes, missedBudget: missedBudget,
                exceedsShare: exceedsShare)
            try check()
        } catch let error as RetentionError {
            throw error
        } catch {
            throw RetentionError(.plan, "this is not a plan that 'stowage cleanup plan --save' wrote: \(error)", cause: error)
        }
    }

    private static func unknown(_ version: Int64?) -> RetentionError {
        RetentionError(.plan, "the plan is of version \(version ?? 0), and this program reads version \(Self.version); make the plan anew")
    }

    /// What the server relies on.
    private func check() throws {
        guard order.itemCount == items.count else {
            throw RetentionError(
                .plan, "the plan says it has \(order.itemCount) items, and has \(items.count); it is cut or was edited: make it anew")
        }
        for (position, item) in items.enumerated() {
            guard item.needs.allSatisfy({ $0 > position && $0 < items.count }) else {
                throw RetentionError(.plan, "item \(position) of the plan needs what isn't behind it; it was edited: make it anew")
            }
        }
        guard (0...1).contains(order.largestShare), order.undoWindow >= 0 else {
            throw RetentionError(.plan, "the plan's largest share or undo window can't be; it was edited: make it anew")
        }
    }
}
