extension PlanMaker {
    /// When each tag and manifest was used last: an index also when one of its platforms was.
    mutating func findUses() {
        var manifests = index.manifests.map(\.lastUsedAt)
        var pending = manifestNumbers.filter { manifests[Int($0)] != InventoryManifest.never }
        while let manifest = pending.popLast() {
            for container in index.containers[manifest] where manifests[Int(container)] < manifests[Int(manifest)] {
                manifests[Int(container)] = manifests[Int(manifest)]
                pending.append(container)
            }
        }
        usedAt = tagNodes.map { max(index.tags[Int($0)].lastUsedAt, manifests[Int(index.manifestOfTag[Int($0)])]) } + manifests
    }
}
