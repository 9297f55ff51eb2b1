/// `POST /api/v1/cleanup/plans/items`: a piece of a plan. The pieces come in the order of the plan.
package struct AddItemsRequest: Hashable, Sendable, Codable {
    package var plan: String
    /// Of the first item in the plan.
    package var position: Int
    package var items: [CleanupItem]

    package init(plan: String, position: Int, items: [CleanupItem]) {
        self.plan = plan
        self.position = position
        self.items = items
    }
}

/// `POST /api/v1/cleanup/apply`: carries a plan out whose items are all here.
package struct ApplyPlanRequest: Hashable, Sendable, Codable {
    package var plan: String
    /// Goes beyond the largest share.
    package var isForced: Bool

    package init(plan: String, isForced: Bool) {
        self.plan = plan
        self.isForced = isForced
    }
}

/// `POST /api/v1/cleanup/undo`: takes back what a plan deleted.
package struct UndoPlanRequest: Hashable, Sendable, Codable {
    package var plan: String

    package init(plan: String) {
        self.plan = plan
    }
}
