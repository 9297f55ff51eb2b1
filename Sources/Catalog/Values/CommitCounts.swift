/// How the catalog's writer shared commits since it was opened.
package struct CommitCounts: Hashable, Sendable {
    /// Operations that ran, whatever their outcome.
    package var operations: Int64 = 0
    /// Commits that waited for the disk.
    package var durableCommits: Int64 = 0
    /// Commits that did not wait for the disk.
    package var relaxedCommits: Int64 = 0
    /// Transactions whose commit, or whose start, failed.
    package var failedCommits: Int64 = 0

    package init() {}
}
