import ContentHashing
import Retention
import StageModel

/// The objects of a plan as a table: a line for each that goes, and for those that stay where they are asked for.
struct PlanTable {
    let plan: CleanupPlan
    /// Those that stay too.
    var showsAll = false
    /// Whole tags and digests.
    var isFull = false

    var table: Table {
        var table = Table(
            (showsAll ? [.text("ACTION")] : []) + [
                .text("REPOSITORY"), .text("TAG"), .text("KIND"), .number("SIZE"), .text("PUBLISHED"), .text("WHY"),
            ])
        // Of when it was made, so that a saved plan is shown the same at any time.
        let now = Timestamp(millisecondsSince1970: plan.order.createdAt)
        for decision in plan.decisions where showsAll || decision.action == .delete {
            table.add((showsAll ? [decision.action.rawValue] : []) + cells(decision, now: now))
        }
        return table
    }

    private func cells(_ decision: Decision, now: Timestamp) -> [String] {
        [
            decision.repository, name(decision),
            Self.kind(decision), Humanly.bytes(decision.size), Humanly.age(of: decision.publishedAt, now: now), decision.reason,
        ]
    }

    private func name(_ decision: Decision) -> String {
        let text = decision.tag ?? decision.digest.description
        return (decision.tag == nil ? "@" : "") + (isFull ? text : Humanly.short(text))
    }

    /// The strategy of an image, else what it is.
    static func kind(_ decision: Decision) -> String {
        switch decision.kind {
        case .image: decision.strategy?.rawValue ?? TagStrategy.custom.rawValue
        case .service: "record"
        case .stage, .referrer, .untagged: decision.kind.rawValue
        }
    }
}
