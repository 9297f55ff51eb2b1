package import StageModel

/// Everything that a plan is made from. Equal inputs lead to plans that are equal to the byte.
package struct PlanInput: Sendable {
    package var inventory: Inventory
    /// `nil` where there is no git: its rules are skipped, and the plan says so.
    package var git: GitSnapshot?
    /// What runs. Empty where nobody was asked.
    package var uses: [ImageUse]
    package var policies: CleanupPolicies
    /// By the server's clock, which all times of the inventory are from: ``Inventory/takenAt`` rather than what this machine says.
    package var now: Timestamp
    /// What the server says: how long the collector waits at least, and its own undo window, in seconds.
    package var grace: Int64
    package var serverUndoWindow: Int64
    package var origin: CleanupOrder.Origin
    /// What the reader of the plan has to know besides: that nobody was asked what runs.
    package var notes: [String]

    package init(
        inventory: Inventory, git: GitSnapshot?, uses: [ImageUse], policies: CleanupPolicies, now: Timestamp, grace: Int64, serverUndoWindow: Int64,
        origin: CleanupOrder.Origin, notes: [String] = []
    ) {
        self.inventory = inventory
        self.git = git
        self.uses = uses
        self.policies = policies
        self.now = now
        self.grace = grace
        self.serverUndoWindow = serverUndoWindow
        self.origin = origin
        self.notes = notes
    }
}
