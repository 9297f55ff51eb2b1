/// The edges of a graph, by where they start, in the order in which they were added.
struct Adjacency: Sendable {
    private var starts: [Int32]
    private var targets: [Int32]

    init(count: Int, from sources: [Int32], to ends: [Int32]) {
        var starts = [Int32](repeating: 0, count: count + 1)
        for source in sources { starts[Int(source) + 1] += 1 }
        for index in 0..<count { starts[index + 1] += starts[index] }
        var next = starts
        var targets = [Int32](repeating: 0, count: ends.count)
        for (source, end) in zip(sources, ends) {
            targets[Int(next[Int(source)])] = end
            next[Int(source)] += 1
        }
        self.starts = starts
        self.targets = targets
    }

    subscript(source: Int32) -> ArraySlice<Int32> {
        targets[Int(starts[Int(source)])..<Int(starts[Int(source) + 1])]
    }

    /// Where the edges of a node stand among all.
    func places(of source: Int32) -> Range<Int> {
        Int(starts[Int(source)])..<Int(starts[Int(source) + 1])
    }

    func target(at place: Int) -> Int32 { targets[place] }
}
