import GRDB
import StageModel

extension Catalog {
    /// How long it is known what became of a plan.
    package static let planMemory: Duration = .seconds(90 * 86_400)
    /// How long a client has to hand over the items of a plan.
    package static let planPatience: Duration = .seconds(86_400)
    /// A row of items is about 60 KiB.
    private static let rowsForgottenAtOnce = 10
    private static let skipsForgottenAtOnce = 500

    /// Forgets a part of a plan that is older than ``planMemory``, or was never handed over in full. Relaxed. One that is being applied
    /// or taken back stays.
    ///
    /// - Returns: True where there may be more.
    package func forgetSomeOfPlans() async throws -> Bool {
        try await writer.write(.relaxed) { context in
            let old = context.now.advanced(by: .zero - Self.planMemory).millisecondsSince1970
            let abandoned = context.now.advanced(by: .zero - Self.planPatience).millisecondsSince1970
            let found = try context.db.row(Queries.oldPlan, [old]) ?? context.db.row(Queries.abandonedPlan, [abandoned])
            guard let id = found.map({ $0[0] as String }) else { return false }
            try context.execute(
                "DELETE FROM plan_items WHERE rowid IN (SELECT rowid FROM plan_items WHERE plan = ? LIMIT ?)", [id, Self.rowsForgottenAtOnce])
            if context.db.changesCount == Self.rowsForgottenAtOnce { return true }
            try context.execute(
                """
                DELETE FROM plan_skips WHERE plan = ?1 AND position IN (SELECT position FROM plan_skips WHERE plan = ?1 LIMIT ?2)
                """, [id, Self.skipsForgottenAtOnce])
            if context.db.changesCount == Self.skipsForgottenAtOnce { return true }
            try context.execute("DELETE FROM plans WHERE id = ?", [id])
            return true
        }
    }
}
