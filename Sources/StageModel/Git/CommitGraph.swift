/// Commits with their parents and times, in little memory: half a million take some 25 MB.
///
/// Positions go from children to parents: every parent's is higher than those of its children. They mean something only
/// within one graph.
package struct CommitGraph: Sendable {
    private let ids: CommitIDs
    /// In seconds since 1970.
    private let times: [Int64]
    /// Where each commit's parents begin in `parents`, and where those of the last end.
    private let parentStarts: [Int32]
    private let parents: [Int32]

    /// A graph without commits.
    package init() {
        self.init(ids: CommitIDs(width: 20), times: [], parentStarts: [0], parents: [])
    }

    init(ids: CommitIDs, times: [Int64], parentStarts: [Int32], parents: [Int32]) {
        self.ids = ids
        self.times = times
        self.parentStarts = parentStarts
        self.parents = parents
    }

    package var count: Int { times.count }

    /// Where a commit stands; `nil` where it isn't in the graph.
    package func position(of commit: CommitID) -> Int? {
        ids.place(of: commit)
    }

    package func commit(at position: Int) -> CommitID {
        ids.commit(at: position)
    }

    /// When the commit was committed, by the clock of whoever did it; parents can be later than their children.
    package func committedAt(_ position: Int) -> Timestamp {
        let (milliseconds, isTooLarge) = times[position].multipliedReportingOverflow(by: 1000)
        return Timestamp(millisecondsSince1970: isTooLarge ? (times[position] < 0 ? .min : .max) : milliseconds)
    }

    /// The positions of a commit's parents, in the order in which the commit names them.
    package func parents(of position: Int) -> ArraySlice<Int32> {
        parents[Int(parentStarts[position])..<Int(parentStarts[position + 1])]
    }
}
