/// An item of a plan with what became of it: a line of the audit of a cleanup.
package struct CleanupOutcome: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, CaseIterable, Codable {
        /// It was not looked at yet.
        case waiting
        /// With a cause: it could not be restored.
        case deleted
        case skipped
        case restored
    }

    package var position: Int
    package var item: CleanupItem
    package var state: State
    /// Why it was skipped, or not restored.
    package var cause: SkippedItem.Cause?
    /// The same for people: `pulled 2 s ago`.
    package var detail: String?

    package init(position: Int, item: CleanupItem, state: State, cause: SkippedItem.Cause? = nil, detail: String? = nil) {
        self.position = position
        self.item = item
        self.state = state
        self.cause = cause
        self.detail = detail
    }
}
