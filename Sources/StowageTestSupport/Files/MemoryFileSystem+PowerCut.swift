import Synchronization

extension MemoryFileSystem {
    /// What is there when the machine comes up again. Leaves this one as it is, so that several outcomes can be tried.
    package func afterPowerCut(_ cut: PowerCut) -> MemoryFileSystem {
        state.withLock { state in
            var generator = SplitMix(state: seed(of: cut))
            var nodes: [Int: MemoryNode] = [:]
            // In a fixed order, so that a seed means the same outcome each time.
            for number in state.nodes.keys.sorted() {
                guard let node = state.nodes[number] else { continue }
                nodes[number] = Self.survivor(of: node, cut, &generator)
            }
            Self.countLinks(&nodes)
            return MemoryFileSystem(nodes: nodes, nextNode: state.nextNode, capacity: state.capacity)
        }
    }

    private static func survivor(of node: MemoryNode, _ cut: PowerCut, _ generator: inout SplitMix) -> MemoryNode {
        let (keepsNames, keepsSize, keepsBytes) =
            switch cut {
            case .losingAll: (false, false, false)
            case .losingBytes: (true, true, false)
            case .losingSome: (Bool.random(using: &generator), Bool.random(using: &generator), Bool.random(using: &generator))
            }
        var survivor = MemoryNode(isFolder: node.isFolder, mode: keepsSize ? node.mode : max(node.durableMode, node.isFolder ? node.mode : 0o600))
        survivor.durableMode = survivor.mode
        survivor.entries = keepsNames ? node.entries : node.durableEntries
        survivor.durableEntries = survivor.entries
        survivor.bytes = node.durableBytes
        if keepsSize { survivor.resize(to: node.bytes.count) }
        if keepsSize, keepsBytes { survivor.bytes = node.bytes }
        survivor.durableBytes = survivor.bytes
        return survivor
    }

    /// Drops what no name leads to, and entries that lead nowhere.
    private static func countLinks(_ nodes: inout [Int: MemoryNode]) {
        var reached: [Int: Int] = [root: 1]
        var pending = [root]
        while let number = pending.popLast() {
            for next in (nodes[number]?.entries ?? [:]).values {
                reached[next, default: 0] += 1
                if reached[next] == 1 { pending.append(next) }
            }
        }
        nodes = nodes.filter { reached[$0.key] != nil }
        for (number, links) in reached { nodes[number]?.links = links }
    }
}

private func seed(of cut: PowerCut) -> UInt64 {
    if case .losingSome(let seed) = cut { seed } else { 0 }
}

/// A small generator with a seed (SplitMix64).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
