/// An item of a plan that was not deleted, or one that could not be restored.
package struct SkippedItem: Hashable, Sendable, Codable {
    package enum Cause: String, Hashable, Sendable, Codable {
        /// It is gone already.
        case gone
        /// It points elsewhere, or was recorded anew.
        case changed
        case used
        /// It was published after the watermark.
        case published
        /// An item that needs it was skipped.
        case needed
        /// For a restoration: the tag is there again, with another target.
        case taken
        /// For a restoration: the trash doesn't hold it any more.
        case expired

        /// The item was deleted, and could not be brought back.
        package var isOfRestoration: Bool { self == .taken || self == .expired }
    }

    package var position: Int
    package var item: CleanupItem
    package var cause: Cause
    /// For people: `pulled 2 s ago`.
    package var detail: String

    package init(position: Int, item: CleanupItem, cause: Cause, detail: String) {
        self.position = position
        self.item = item
        self.cause = cause
        self.detail = detail
    }
}
