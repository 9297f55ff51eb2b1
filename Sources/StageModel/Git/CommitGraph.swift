/// Commits with their parents and times, in little memory: half a million take some 30 MB.
package struct CommitGraph: Sendable {
    private var positions: [CommitID: Int] = [:]
    private var parents: [[Int32]] = []
    private var times: [Int64] = []

    package init() {}

    package var count: Int { times.count }

    /// Where a commit stands; `nil` where it isn't in the graph. Positions go from children to parents: every parent's is higher.
    package func position(of commit: CommitID) -> Int? { positions[commit] }

    package func committedAt(_ position: Int) -> Timestamp { Timestamp(millisecondsSince1970: times[position]) }
}
