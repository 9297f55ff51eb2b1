import Retention
import StageModel

/// What a plan comes to, in a few lines.
struct PlanSummary {
    let plan: CleanupPlan

    var table: Table { Table.description(of: lines) }

    private var lines: [(name: String, value: String?)] {
        let totals = plan.totals
        let isEmpty = plan.items.isEmpty
        var lines: [(String, String?)] = [
            ("project", plan.order.project), ("deletes", isEmpty ? "nothing" : deletions),
            ("frees", isEmpty ? nil : "\(Humanly.bytes(totals.bytes)), \(when)"),
            ("undo", isEmpty ? nil : undo),
            ("keeps", Humanly.bytes(totals.keptBytes)),
        ]
        if let missed = plan.missedBudget {
            lines.append(("budget", "missed by \(Humanly.bytes(missed)): nothing else may go"))
        }
        if plan.exceedsShare { lines.append(("refused", Self.refusal(plan) + "; apply it with --force if that is meant")) }
        return lines + plan.notes.map { ("note", $0) }
    }

    /// `3 of 40 image tags, 5 stages and 2 records`.
    var deletions: String {
        let totals = plan.totals
        var parts: [String] = []
        if totals.images > 0 || totals.allImages > 0 {
            parts.append("\(Humanly.number(totals.images)) of \(Humanly.count(totals.allImages, "image tag"))")
        }
        if totals.stages > 0 { parts.append(Humanly.count(totals.stages, "stage")) }
        if totals.services > 0 { parts.append(Humanly.count(totals.services, "record")) }
        if totals.referrers > 0 { parts.append(Humanly.count(totals.referrers, "referrer")) }
        if totals.untagged > 0 { parts.append(Humanly.count(totals.untagged, "manifest without a tag", "manifests without a tag")) }
        return Humanly.list(parts)
    }

    /// Counted from the moment when the plan is applied.
    private var when: String {
        "within \(Humanly.duration(.milliseconds(max(0, plan.totals.freedAt - plan.order.createdAt)))) of applying it"
    }

    private var undo: String {
        plan.order.undoWindow > 0
            ? "what goes can be restored for \(Humanly.duration(.milliseconds(plan.order.undoWindow)))" : "what goes can't be restored"
    }

    static func refusal(_ plan: CleanupPlan) -> String {
        let percent = Int((plan.order.largestShare * 100).rounded(.down))
        return "it would delete \(Humanly.number(plan.totals.images)) of \(Humanly.count(plan.totals.allImages, "image tag")), and "
            + "\(percent) % is the largest share that may go"
    }
}
