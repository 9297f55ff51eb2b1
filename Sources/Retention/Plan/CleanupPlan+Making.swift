import ContentHashing
import StageModel

extension CleanupPlan {
    /// A project with fewer image tags isn't held to the largest share; the server has the same number.
    package static let smallestShared = 20

    /// Decides. Pure: looks at nothing but its input.
    ///
    /// - Throws: ``RetentionError`` with code `inventory` where the pages of the inventory or the history of git lack something, and
    ///   with code `policy` where a policy can't be.
    package init(_ input: PlanInput) throws {
        var maker = try PlanMaker(input)
        try maker.decide()
        self.init(maker)
    }

    /// A plan that deletes everything that was published before the watermark, whatever rules and workloads say.
    package init(purging input: PlanInput) throws {
        var maker = try PlanMaker(input)
        maker.decidePurge()
        self.init(maker)
    }

    private init(_ maker: PlanMaker) {
        let input = maker.input
        let reasons = ReasonText(maker)
        let nodes = maker.orderedNodes()
        let decisions = nodes.map { maker.decision(on: $0, reasons) }
        var places = [Int32](repeating: -1, count: maker.verdicts.count)
        for (place, node) in nodes.enumerated() { places[Int(node)] = Int32(place) }
        let (itemNodes, needs) = maker.orderedItems()
        let items = zip(itemNodes, needs).map { node, needs in
            CleanupItem(decisions[Int(places[Int(node)])], needs: needs)
        }
        let undoWindow = input.policies.undoWindow ?? input.serverUndoWindow
        let totals = maker.totals(decisions, undoWindow: undoWindow)
        let order = CleanupOrder(
            project: input.inventory.watermark.project, origin: input.origin, createdAt: input.now.millisecondsSince1970,
            watermark: input.inventory.watermark,
            inventoryAt: (input.inventory.firstTakenAt ?? input.inventory.takenAt).millisecondsSince1970, itemCount: items.count,
            undoWindow: undoWindow * 1000, largestShare: input.policies.largestShare)
        let exceeds =
            totals.allImages >= Self.smallestShared && Double(totals.images) > input.policies.largestShare * Double(totals.allImages)
        self.init(
            order: order, items: items, decisions: decisions, totals: totals, notes: maker.notes, missedBudget: maker.missedBudget,
            exceedsShare: exceeds)
    }
}

extension CleanupItem {
    fileprivate init(_ decision: Decision, needs: [Int]) {
        self.init(
            kind: decision.kind, repository: decision.repository, tag: decision.tag, digest: decision.digest.description,
            generation: decision.generation, rule: decision.rule, reason: decision.reason, needs: needs)
    }
}
