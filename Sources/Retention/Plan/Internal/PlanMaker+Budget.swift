extension PlanMaker {
    /// Rule 5: the least recently used stages go until the rest fits, those that others are built on behind those.
    mutating func evictForBudget() {
        guard let budget = policies.budget else { return }
        let stages = tagNodes.filter { roles[Int($0)] == .stage && verdicts[Int($0)].action == .keep }
        var bytes = StageBytes(index)
        for stage in stages { bytes.add(index.manifestOfTag[Int(stage)]) }
        guard bytes.total > budget else { return }
        let evictable = stages.filter { !verdicts[Int($0)].isProtected }
        var queue = EvictionQueue(evictable, needs: needs, tagCount: index.tags.count) { lastUse(ofStage: $0) }
        var evicted: [Int32] = []
        while bytes.total > budget, let stage = queue.next(needs) {
            bytes.remove(index.manifestOfTag[Int(stage)])
            verdicts[Int(stage)] = .delete(.budget, .age(now - lastUse(ofStage: stage)))
            evicted.append(stage)
        }
        guard bytes.total <= budget else {
            missedBudget = bytes.total - budget
            notes.append(
                "the stages take \(ReasonText.bytes(bytes.total)) after everything that may go has gone; the budget is \(ReasonText.bytes(budget))")
            return
        }
        spare(evicted, bytes)
    }

    /// Takes back those that free nothing, since all their bytes stay for others; from the ones that others are built on.
    private mutating func spare(_ evicted: [Int32], _ bytes: StageBytes) {
        var whole: Set<Int32> = []
        for stage in evicted.reversed() where bytes.costsNothing(index.manifestOfTag[Int(stage)]) && hasAll(stage, &whole) {
            verdicts[Int(stage)] = .keep(.budget, .age(now - lastUse(ofStage: stage)), isProtected: false)
        }
    }

    /// Whether nothing goes that a node needs.
    ///
    /// - Parameter whole: Nodes that stand for others, and have all; they don't lose it again.
    private func hasAll(_ node: Int32, _ whole: inout Set<Int32>) -> Bool {
        for target in needs.targets(of: node) {
            if needs.isReal(target) {
                if target < tagNodes.upperBound, verdicts[Int(target)].action == .delete { return false }
            } else if !whole.contains(target) {
                guard hasAll(target, &whole) else { return false }
                whole.insert(target)
            }
        }
        return true
    }
}

/// The bytes of some stages, each blob once.
struct StageBytes {
    private(set) var total: Int64 = 0
    private let index: ProjectIndex
    /// By manifest: its tags among the stages.
    private var tags: [Int32]
    /// By digest: the manifests that name it.
    private var uses: [Int32]

    init(_ index: ProjectIndex) {
        self.index = index
        tags = Array(repeating: 0, count: index.manifests.count)
        uses = Array(repeating: 0, count: index.inventory.digests.count)
    }

    mutating func add(_ manifest: Int32) {
        tags[Int(manifest)] += 1
        guard tags[Int(manifest)] == 1 else { return }
        for blob in BlobsOfManifest(manifest, index) {
            if uses[Int(blob)] == 0 { total = total.saturatingAdd(index.inventory.blobSizes[Int(blob)]) }
            uses[Int(blob)] += 1
        }
    }

    mutating func remove(_ manifest: Int32) {
        tags[Int(manifest)] -= 1
        guard tags[Int(manifest)] == 0 else { return }
        for blob in BlobsOfManifest(manifest, index) {
            uses[Int(blob)] -= 1
            if uses[Int(blob)] == 0 { total -= index.inventory.blobSizes[Int(blob)] }
        }
    }

    func costsNothing(_ manifest: Int32) -> Bool {
        BlobsOfManifest(manifest, index).allSatisfy { uses[Int($0)] > 0 || index.inventory.blobSizes[Int($0)] == 0 }
    }
}

/// The blobs of a manifest, each once, and of an index those of what it lists.
struct BlobsOfManifest: Sequence {
    private let blobs: Set<Int32>

    init(_ manifest: Int32, _ index: ProjectIndex) {
        var blobs: Set<Int32> = []
        var seen: Set<Int32> = [manifest]
        var pending = [manifest]
        while let next = pending.popLast() {
            blobs.formUnion(Self.own(next, index))
            for member in index.members[next] where seen.insert(member).inserted { pending.append(member) }
        }
        self.blobs = blobs
    }

    /// What the manifest names itself: config, layers, and an index's entries that are blobs.
    static func own(_ manifest: Int32, _ index: ProjectIndex) -> [Int32] {
        let row = index.manifests[Int(manifest)]
        let entries = index.inventory.entries[Int(row.entries.lowerBound)..<Int(row.entries.upperBound)]
        return ([row.config] + index.layers(of: manifest) + entries).filter { $0 >= 0 && index.inventory.blobSizes[Int($0)] >= 0 }
    }

    func makeIterator() -> Set<Int32>.Iterator { blobs.makeIterator() }
}

extension Int64 {
    /// Sizes are what manifests claim.
    func saturatingAdd(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? Int64.max : sum
    }
}
