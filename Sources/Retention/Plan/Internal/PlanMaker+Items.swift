import OCIModel
import StageModel

extension PlanMaker {
    /// All tags and untagged manifests, by repository; in each the tags by name, and then the manifests by digest.
    func orderedNodes() -> [Int32] {
        var nodes: [Int32] = []
        nodes.reserveCapacity(verdicts.count)
        var tag = 0
        var manifest = 0
        while tag < index.tags.count || manifest < index.manifests.count {
            // Both are in the order of repositories, and who has a tag has a manifest.
            let repository = manifest < index.manifests.count ? index.manifests[manifest].repository : index.tags[tag].repository
            while tag < index.tags.count, index.tags[tag].repository == repository {
                nodes.append(Int32(tag))
                tag += 1
            }
            while manifest < index.manifests.count, index.manifests[manifest].repository == repository {
                if index.isUntagged(Int32(manifest)), !isInTrash[manifest] { nodes.append(node(ofManifest: Int32(manifest))) }
                manifest += 1
            }
        }
        return nodes
    }

    func decision(on node: Int32, _ reasons: ReasonText) -> Decision {
        let verdict = verdicts[Int(node)]
        let action: Decision.Action = verdict.action == .delete ? .delete : .keep
        let used = usedAt[Int(node)]
        guard node < tagNodes.upperBound else {
            let row = index.manifests[Int(node - tagNodes.upperBound)]
            return Decision(
                kind: subjects[node] == nil ? .untagged : .referrer, repository: index.inventory.repositories[Int(row.repository)].value, tag: nil,
                digest: index.digest(row.digest), generation: row.generation, action: action, rule: verdict.rule.rawValue,
                reason: reasons.reason(of: node), size: size(ofManifest: node - tagNodes.upperBound), publishedAt: row.createdAt,
                lastUsedAt: used == InventoryManifest.never ? nil : used)
        }
        let row = index.tags[Int(node)]
        return Decision(
            kind: kind(of: node), repository: index.inventory.repositories[Int(row.repository)].value, tag: row.name,
            digest: index.digest(row.digest),
            generation: row.generation, action: action, imageName: index.text(row.imageName), strategy: strategies[Int(node)],
            rule: verdict.rule.rawValue, reason: reasons.reason(of: node), size: size(ofManifest: index.manifestOfTag[Int(node)]),
            publishedAt: row.publishedAt, lastUsedAt: used == InventoryManifest.never ? nil : used)
    }

    private func size(ofManifest manifest: Int32) -> Int64 {
        let own = BlobsOfManifest.own(manifest, index)
        return own.enumerated().reduce(0) { sum, blob in
            own[..<blob.offset].contains(blob.element) ? sum : sum + index.inventory.blobSizes[Int(blob.element)]
        }
    }

    func kind(of node: Int32) -> CleanupItem.Kind {
        guard node < tagNodes.upperBound else { return .untagged }
        switch roles[Int(node)] {
        case .stage: return .stage
        case .image: return .image
        case .service: return .service
        case .referrer: return .referrer
        }
    }

    /// What is deleted by itself, in the order in which it is: what needs something before what it needs; as far as that leaves a
    /// choice images, stages, records, referrers and untagged manifests, each by repository and name.
    func orderedItems() -> (nodes: [Int32], needs: [[Int]]) {
        let ranks: [CleanupItem.Kind: Int] = [.image: 0, .stage: 1, .service: 2, .referrer: 3, .untagged: 4]
        let nodes = verdicts.indices.map { Int32($0) }.filter { isItem($0) }.sorted { left, right in
            let (leftRank, rightRank) = (ranks[kind(of: left)] ?? 0, ranks[kind(of: right)] ?? 0)
            return leftRank == rightRank ? left < right : leftRank < rightRank
        }
        var placeOfNode = [Int32](repeating: -1, count: verdicts.count)
        for (place, node) in nodes.enumerated() { placeOfNode[Int(node)] = Int32(place) }
        let needs = itemNeeds(nodes, placeOfNode)
        let order = Self.order(needs)
        var positions = [Int](repeating: 0, count: order.count)
        for (position, place) in order.enumerated() { positions[place] = position }
        return (
            order.map { nodes[$0] },
            order.enumerated().map { position, place in
                // What needs each other in a circle goes in some order.
                needs[place].map { positions[Int($0)] }.filter { $0 > position }.sorted()
            }
        )
    }

    private func isItem(_ node: Int32) -> Bool {
        guard verdicts[Int(node)].action == .delete else { return false }
        return node < tagNodes.upperBound || isFree(node - tagNodes.upperBound)
    }

    /// More needs of one item are not listed: whole as it is, it can do without them, and the server holds each to its own uses.
    private static let maximumNeeds = 100

    /// By item the items that it needs, through manifests that are no items themselves.
    private func itemNeeds(_ nodes: [Int32], _ placeOfNode: [Int32]) -> [[Int32]] {
        var seen = [Int32](repeating: -1, count: needs.nodeCount)
        var pending: [Int32] = []
        return nodes.enumerated().map { place, node in
            var found: [Int32] = []
            pending.append(node)
            seen[Int(node)] = Int32(place)
            while let next = pending.popLast(), found.count < Self.maximumNeeds {
                for target in needs.targets(of: next).prefix(10 * Self.maximumNeeds) where seen[Int(target)] != place {
                    seen[Int(target)] = Int32(place)
                    if target < verdicts.count, placeOfNode[Int(target)] >= 0 {
                        found.append(placeOfNode[Int(target)])
                    } else if target >= tagNodes.upperBound {
                        pending.append(target)
                    }
                }
            }
            pending.removeAll(keepingCapacity: true)
            return found
        }
    }

    private static func order(_ needs: [[Int32]]) -> [Int] {
        var dependents = [Int32](repeating: 0, count: needs.count)
        for targets in needs { for target in targets { dependents[Int(target)] += 1 } }
        var heap = MinimumHeap()
        for place in needs.indices where dependents[place] == 0 { heap.push(0, Int32(place)) }
        var order: [Int] = []
        order.reserveCapacity(needs.count)
        var isDone = [Bool](repeating: false, count: needs.count)
        var forced = 0
        while order.count < needs.count {
            if let place = heap.pop() {
                guard !isDone[Int(place)] else { continue }
                isDone[Int(place)] = true
                order.append(Int(place))
                for target in needs[Int(place)] {
                    dependents[Int(target)] -= 1
                    if dependents[Int(target)] == 0 { heap.push(0, target) }
                }
            } else {
                while isDone[forced] { forced += 1 }
                heap.push(0, Int32(forced))
            }
        }
        return order
    }
}
