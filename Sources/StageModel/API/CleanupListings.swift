/// `GET /api/v1/cleanup/plans?project=P[&after=CURSOR][&n=N]`: the plans of a project, the newest first.
package struct CleanupListing: Hashable, Sendable, Codable {
    package var plans: [CleanupRecord]
    /// What to pass as `after` for the next page; absent on the last.
    package var next: String?

    package init(plans: [CleanupRecord], next: String?) {
        self.plans = plans
        self.next = next
    }
}

/// `GET /api/v1/cleanup/skipped?plan=ID[&after=CURSOR][&n=N]`: what a plan left alone, in the order of the plan.
package struct SkippedListing: Hashable, Sendable, Codable {
    package var items: [SkippedItem]
    package var next: String?

    package init(items: [SkippedItem], next: String?) {
        self.items = items
        self.next = next
    }
}

/// `GET /api/v1/cleanup/items?plan=ID[&after=CURSOR][&n=N]`: everything that a plan names, in its order, and what became of it.
package struct OutcomeListing: Hashable, Sendable, Codable {
    package var items: [CleanupOutcome]
    /// What to pass as `after` for the next page; absent on the last.
    package var next: String?

    package init(items: [CleanupOutcome], next: String?) {
        self.items = items
        self.next = next
    }
}
