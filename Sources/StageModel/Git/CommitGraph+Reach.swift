extension CommitGraph {
    /// From which of the heads each of the positions can be reached. A head reaches itself.
    ///
    /// Walks the graph once, whatever the count of heads. Beside 4 bytes for each commit it needs an eighth of a byte for each
    /// head and each *different* set of heads that is in use: by a position that is asked for, or by commits that the walk has
    /// yet to come to. Commits in a row between two heads share one.
    ///
    /// - Parameters:
    ///   - heads: Positions, which may be equal to each other. In the answer a head is its index here.
    ///   - positions: What the answer can be asked about.
    package func reach(from heads: [Int], to positions: [Int]) -> Reach {
        var sets = HeadSets(headCount: heads.count)
        guard let last = positions.max() else { return Reach(headCount: heads.count, setOfPosition: [], sets: sets) }
        // By position: the set of heads among its children so far, and later the answer.
        var setOfPosition = [Int32](repeating: HeadSets.empty, count: last + 1)
        var isAsked = [Bool](repeating: false, count: last + 1)
        for position in positions { isAsked[position] = true }
        let sorted = heads.indices.sorted { (heads[$0], $0) < (heads[$1], $1) }
        var next = 0
        for position in 0...last {
            var set = setOfPosition[position]
            if next < sorted.count, heads[sorted[next]] == position {
                let first = next
                while next < sorted.count, heads[sorted[next]] == position { next += 1 }
                set = sets.inserting(sorted[first..<next], into: set)
            }
            if set == HeadSets.empty { continue }
            for parent in parents(of: position) where parent <= last {
                setOfPosition[Int(parent)] = sets.uniting(setOfPosition[Int(parent)], with: set)
            }
            if isAsked[position] {
                setOfPosition[position] = set
            } else {
                setOfPosition[position] = HeadSets.empty
                sets.release(set)
            }
        }
        return Reach(headCount: heads.count, setOfPosition: setOfPosition, sets: sets)
    }
}
