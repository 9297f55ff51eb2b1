/// The lists of layers of stages, as a tree: finds the stage that another's layers stand on.
struct LayerTree: Sendable {
    private struct Step: Hashable {
        var from: Int32
        var layer: Int32
    }

    private var steps: [Step: Int32] = [:]
    /// By place in the tree.
    private var stages: [Int32: [Int32]] = [:]
    private var count: Int32 = 1

    /// A stage without layers stands under everything, and so is not looked for.
    mutating func add(_ stage: Int32, layers: ArraySlice<Int32>) {
        guard !layers.isEmpty else { return }
        var place: Int32 = 0
        for layer in layers {
            let step = Step(from: place, layer: layer)
            if let next = steps[step] {
                place = next
            } else {
                place = count
                steps[step] = place
                count += 1
            }
        }
        stages[place, default: []].append(stage)
    }

    /// The place of the stages whose layers are the most of those at the bottom of a list; of all of it only where it is said.
    func longest(_ layers: ArraySlice<Int32>, takesWhole: Bool) -> Int32? {
        var place: Int32 = 0
        var found: Int32?
        for (index, layer) in layers.enumerated() {
            guard let next = steps[Step(from: place, layer: layer)] else { break }
            place = next
            if stages[place] != nil, takesWhole || index < layers.count - 1 { found = place }
        }
        return found
    }

    func stages(at place: Int32) -> [Int32] { stages[place] ?? [] }
}
