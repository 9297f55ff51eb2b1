import StageModel

extension PlanMaker {
    func totals(_ decisions: [Decision], undoWindow: Int64) -> CleanupPlan.Totals {
        var totals = CleanupPlan.Totals()
        for decision in decisions {
            if decision.kind == .image { totals.allImages += 1 }
            guard decision.action == .delete else { continue }
            switch decision.kind {
            case .image: totals.images += 1
            case .stage: totals.stages += 1
            case .service: totals.services += 1
            case .referrer: totals.referrers += 1
            case .untagged: totals.untagged += 1
            }
        }
        let (freed, kept) = bytes()
        totals.bytes = freed
        totals.keptBytes = kept
        // The collector's grace counts from the deletion, beside the window in which it can be undone.
        totals.freedAt = now + max(undoWindow, input.grace) * 1000
        return totals
    }

    /// Bytes of blobs that nothing kept, and no other project, names, and those of all that something kept names.
    private func bytes() -> (freed: Int64, kept: Int64) {
        var isKept = [Bool](repeating: false, count: index.inventory.digests.count)
        for manifest in manifestNumbers where isManifestKept[Int(manifest)] {
            for blob in BlobsOfManifest.own(manifest, index) { isKept[Int(blob)] = true }
        }
        var isNamed = isKept
        for manifest in manifestNumbers where !isManifestKept[Int(manifest)] && !isInTrash[Int(manifest)] {
            for blob in BlobsOfManifest.own(manifest, index) { isNamed[Int(blob)] = true }
        }
        var freed: Int64 = 0
        var kept: Int64 = 0
        for blob in isKept.indices where isNamed[blob] {
            if isKept[blob] {
                kept = kept.saturatingAdd(index.inventory.blobSizes[blob])
            } else if !index.inventory.isShared[blob] {
                freed = freed.saturatingAdd(index.inventory.blobSizes[blob])
            }
        }
        return (freed, kept)
    }
}
