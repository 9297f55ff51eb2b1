/// Stages in the order in which a budget takes them: the least recently used first, and each only when nothing that stays is built on
/// it. A stage was used when one that is built on it was.
struct EvictionQueue {
    private let tagCount: Int
    private var isEvictable: [Bool]
    /// By node: how many of those that stay need it.
    private var dependents: [Int32]
    private var usedAt: [Int64]
    private var heap = MinimumHeap()
    /// For what needs each other in a circle, which only wrong labels say.
    private var rest: [Int32]
    private var isGone: [Bool]

    init(_ evictable: [Int32], needs: NeedGraph, tagCount: Int, lastUse: (Int32) -> Int64) {
        self.tagCount = tagCount
        var isEvictable = [Bool](repeating: false, count: tagCount)
        for stage in evictable { isEvictable[Int(stage)] = true }
        var usedAt = [Int64](repeating: 0, count: tagCount)
        for stage in evictable { usedAt[Int(stage)] = lastUse(stage) }
        Self.inherit(&usedAt, evictable, isEvictable, needs)
        var dependents = [Int32](repeating: 0, count: needs.nodeCount)
        var seen = [Bool](repeating: false, count: needs.nodeCount)
        for stage in evictable {
            Self.forEachNew(of: stage, needs, &seen) { dependents[Int($0)] += 1 }
        }
        self.isEvictable = isEvictable
        self.usedAt = usedAt
        self.dependents = dependents
        isGone = Array(repeating: false, count: tagCount)
        rest = evictable.sorted { (usedAt[Int($0)], $0) > (usedAt[Int($1)], $1) }
        for stage in evictable where dependents[Int(stage)] == 0 { heap.push(usedAt[Int(stage)], stage) }
    }

    /// Calls with the ends of a node's edges, and with those of the nodes that stand for others where they are met first.
    private static func forEachNew(of node: Int32, _ needs: NeedGraph, _ seen: inout [Bool], _ body: (Int32) -> Void) {
        var pending = [node]
        while let next = pending.popLast() {
            needs.forEachNeed(of: next) { target, kind in
                guard kind != .service, kind != .referrer else { return }
                body(target)
                guard !needs.isReal(target), !seen[Int(target)] else { return }
                seen[Int(target)] = true
                pending.append(target)
            }
        }
    }

    /// Gives each stage the latest use of those that are built on it.
    private static func inherit(_ usedAt: inout [Int64], _ evictable: [Int32], _ isEvictable: [Bool], _ needs: NeedGraph) {
        var isVisited = [Bool](repeating: false, count: needs.nodeCount)
        let own = usedAt
        for root in evictable.sorted(by: { (own[Int($0)], $1) > (own[Int($1)], $0) }) where !isVisited[Int(root)] {
            isVisited[Int(root)] = true
            var pending = [root]
            while let node = pending.popLast() {
                needs.forEachNeed(of: node) { target, kind in
                    guard kind != .service, kind != .referrer, !isVisited[Int(target)] else { return }
                    let isStage = Int(target) < isEvictable.count && isEvictable[Int(target)]
                    guard isStage || !needs.isReal(target) else { return }
                    isVisited[Int(target)] = true
                    if isStage { usedAt[Int(target)] = own[Int(root)] }
                    pending.append(target)
                }
            }
        }
    }

    mutating func next(_ needs: NeedGraph) -> Int32? {
        var found: Int32?
        while found == nil, let stage = heap.pop() { found = isGone[Int(stage)] ? nil : stage }
        while found == nil, let stage = rest.popLast() { found = isGone[Int(stage)] ? nil : stage }
        guard let found else { return nil }
        isGone[Int(found)] = true
        var pending = [found]
        while let node = pending.popLast() {
            needs.forEachNeed(of: node) { target, kind in
                guard kind != .service, kind != .referrer else { return }
                dependents[Int(target)] -= 1
                guard dependents[Int(target)] == 0 else { return }
                if !needs.isReal(target) {
                    pending.append(target)
                } else if Int(target) < tagCount, isEvictable[Int(target)] {
                    heap.push(usedAt[Int(target)], target)
                }
            }
        }
        return found
    }
}
