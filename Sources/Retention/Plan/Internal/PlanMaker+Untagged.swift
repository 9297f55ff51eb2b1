extension PlanMaker {
    /// No tag points at it, no index lists it, and it is about nothing: it stands for itself.
    func isFree(_ manifest: Int32) -> Bool {
        index.isUntagged(manifest) && !isInTrash[Int(manifest)] && index.containers[manifest].isEmpty && subjects[node(ofManifest: manifest)] == nil
    }

    /// Finds what is in the trash, with what only that needs.
    mutating func findTrash() {
        isInTrash = Array(repeating: false, count: index.manifests.count)
        var referrers: [Int32: [Int32]] = [:]
        for (node, about) in subjects where node >= tagNodes.upperBound {
            for subject in about { referrers[subject, default: []].append(node - tagNodes.upperBound) }
        }
        var pending = manifestNumbers.filter { index.manifests[Int($0)].isInTrash && index.isUntagged($0) }
        while let manifest = pending.popLast() {
            guard !isInTrash[Int(manifest)] else { continue }
            isInTrash[Int(manifest)] = true
            for member in index.members[manifest]
            where index.isUntagged(member) && index.containers[member].allSatisfy({ isInTrash[Int($0)] }) && subjects[node(ofManifest: member)] == nil
            {
                pending.append(member)
            }
            pending += referrers[manifest] ?? []
        }
    }

    /// Decides about manifests that have been without a tag for some time, and about tags whose subject is in the trash: it may be
    /// restored.
    mutating func decideUntagged() {
        let inTrash = text("its subject is in the trash, and can be restored")
        for tag in tagNodes where roles[Int(tag)] == .referrer && verdicts[Int(tag)].action == .undecided {
            if subjects[tag]?.contains(where: { isInTrash[Int($0)] }) == true { verdicts[Int(tag)] = .keep(.referrer, inTrash) }
        }
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
