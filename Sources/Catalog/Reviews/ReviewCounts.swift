package import StageModel

/// How full the review queues are. No count goes beyond ``limit``.
package struct ReviewCounts: Hashable, Sendable {
    package static let limit = 100_000

    package var blobs: Int64 = 0
    /// Of these, those whose time has come.
    package var dueBlobs: Int64 = 0
    package var undatedBlobs: Int64 = 0
    package var manifests: Int64 = 0
    package var trashEntries: Int64 = 0
    /// When the first dated row is due.
    package var firstDueAt: Timestamp?

    package init() {}
}
