/// Nodes in the order of their keys, of equal keys the smaller one first.
struct MinimumHeap {
    private var entries: [(key: Int64, node: Int32)] = []

    mutating func push(_ key: Int64, _ node: Int32) {
        entries.append((key, node))
        var place = entries.count - 1
        while place > 0, entries[place] < entries[(place - 1) / 2] {
            entries.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func pop() -> Int32? {
        guard let first = entries.first, let last = entries.popLast() else { return nil }
        guard !entries.isEmpty else { return first.node }
        entries[0] = last
        var place = 0
        while true {
            var smallest = place
            for child in [2 * place + 1, 2 * place + 2] where child < entries.count && entries[child] < entries[smallest] { smallest = child }
            guard smallest != place else { return first.node }
            entries.swapAt(place, smallest)
            place = smallest
        }
    }
}
