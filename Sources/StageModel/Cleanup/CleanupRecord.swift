/// A plan that was handed to the server and what became of it: the audit record of a cleanup.
package struct CleanupRecord: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, Codable {
        /// Its items are not all here.
        case receiving
        /// All items are here; nothing was asked for yet.
        case ready
        /// Being applied. After a restart the server goes on.
        case applying
        case applied
        /// Being taken back.
        case undoing
        case undone
        /// It could not be finished; `message` says why. Applying it again goes on where it stopped.
        case failed
    }

    package var id: String
    package var order: CleanupOrder
    package var state: State
    package var receivedAt: Int64
    package var finishedAt: Int64?
    /// Items that were looked at so far.
    package var done: Int
    package var deleted: Int
    package var skipped: Int
    package var restored: Int
    package var message: String?

    package init(
        id: String, order: CleanupOrder, state: State, receivedAt: Int64, finishedAt: Int64? = nil, done: Int = 0, deleted: Int = 0,
        skipped: Int = 0, restored: Int = 0, message: String? = nil
    ) {
        self.id = id
        self.order = order
        self.state = state
        self.receivedAt = receivedAt
        self.finishedAt = finishedAt
        self.done = done
        self.deleted = deleted
        self.skipped = skipped
        self.restored = restored
        self.message = message
    }
}
