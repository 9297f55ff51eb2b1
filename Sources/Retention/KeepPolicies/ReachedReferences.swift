import StageModel

/// From which of the selected references commits can be reached: from branches through their whole history, from tags only as what
/// they point at.
struct ReachedReferences {
    private let reach: Reach
    private let branchCount: Int
    private let wordCount: Int
    private var tagsOfPosition: [Int32: [Int]] = [:]

    init(_ selection: ReferenceSelection, in graph: CommitGraph, to positions: [Int]) throws {
        wordCount = (selection.selected.count + 63) / 64
        branchCount = selection.branchCount
        var heads: [Int] = []
        for (place, selected) in selection.selected.enumerated() {
            guard let position = graph.position(of: selected.reference.commit) else {
                throw RetentionError(
                    .inventory,
                    "commit \(selected.reference.commit) of \(selected.reference.kind.rawValue) \(selected.reference.name) is not in the history")
            }
            if selected.reference.kind == .branch {
                heads.append(position)
            } else {
                tagsOfPosition[Int32(position), default: []].append(place)
            }
        }
        reach = graph.reach(from: heads, to: positions)
    }

    /// A bit for each selected reference.
    func words(of position: Int32) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: wordCount)
        if branchCount > 0 {
            for (place, word) in reach.words(of: Int(position)).enumerated() where place < wordCount { words[place] = word }
        }
        for reference in tagsOfPosition[position] ?? [] { words[reference / 64] |= 1 << UInt64(reference % 64) }
        return words
    }
}
