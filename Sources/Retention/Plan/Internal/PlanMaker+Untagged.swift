extension PlanMaker {
    /// No tag points at it, no index lists it, and it is about nothing: it stands for itself.
    func isFree(_ manifest: Int32) -> Bool {
        index.isUntagged(manifest) && index.containers[manifest].isEmpty && subjects[node(ofManifest: manifest)] == nil
    }

    /// Decides about manifests that have been without a tag for some time.
    mutating func decideUntagged() {
        for manifest in manifestNumbers where isFree(manifest) {
            let node = Int(node(ofManifest: manifest))
            guard verdicts[node].action == .undecided else { continue }
            guard let keepFor = policies.untaggedKeepFor else {
                verdicts[node] = .keep(.none, .none)
                continue
            }
            let since = index.manifests[Int(manifest)].untaggedAt
            // It had one while another page was read.
            let age = since == InventoryManifest.never ? 0 : now - since
            verdicts[node] = age > keepFor * 1000 ? .delete(.untagged, .age(age)) : .keep(.untagged, .age(age))
        }
    }
}
