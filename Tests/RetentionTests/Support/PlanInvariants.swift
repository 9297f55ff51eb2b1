import ContentHashing
import Retention
import StageModel
import Testing

extension CleanupPlan {
    /// What holds of every plan.
    func expectSound(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let deleted = decisions.filter { $0.action == .delete }
        let itemNames = items.map { "\($0.repository):\($0.tag ?? $0.digest)" }
        #expect(Set(itemNames).count == itemNames.count, sourceLocation: sourceLocation)
        // Each item is a decision, and each tag that goes is an item.
        let decided = Set(deleted.map { "\($0.repository):\($0.tag ?? $0.digest.description)" })
        #expect(decided.isSuperset(of: itemNames), sourceLocation: sourceLocation)
        let tags = deleted.filter { $0.tag != nil }.map { "\($0.repository):\($0.tag ?? "")" }
        #expect(Set(itemNames).isSuperset(of: tags), sourceLocation: sourceLocation)
        for (position, item) in items.enumerated() {
            #expect(item.needs.allSatisfy { $0 > position && $0 < items.count }, sourceLocation: sourceLocation)
            #expect(item.needs == item.needs.sorted(), sourceLocation: sourceLocation)
        }
        #expect(order.itemCount == items.count, sourceLocation: sourceLocation)
        #expect(decisions.allSatisfy { !$0.reason.isEmpty && Rule(rawValue: $0.rule) != nil }, sourceLocation: sourceLocation)
        #expect(try CleanupPlan(parsing: json()) == self, sourceLocation: sourceLocation)
    }
}
