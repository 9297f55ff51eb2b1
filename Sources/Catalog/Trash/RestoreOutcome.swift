package import ContentHashing
package import StageModel

/// What became of a request to bring something back from the trash.
package enum RestoreOutcome: Hashable, Sendable {
    /// It is there again; at least one entry, as they were in the trash.
    case restored([TrashListing.Entry])
    /// The tag is there already, with another target. Nothing changed.
    case taken(by: Digest)
    /// The trash doesn't hold it, or not any more.
    case unknown
}
