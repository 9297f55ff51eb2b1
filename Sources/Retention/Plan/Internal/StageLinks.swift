import ContentHashing
import StageModel

/// Finds the stages that stages and images are made of, and what they import from.
struct StageLinks {
    private let index: ProjectIndex
    private let roles: [PlanMaker.Role]
    /// Stages that aren't rejected, by number of their signature's text, and by number of their manifest's digest.
    private var ofSignature: [Int32: [Int32]] = [:]
    private var ofDigest: [Int32: [Int32]] = [:]
    /// Manifests by number of their config's digest; only where somebody may ask.
    private var ofConfig: [Int32: [Int32]] = [:]
    private let layers: LayerTree
    private var signatureGroups: [Int32: Int32] = [:]
    private var digestGroups: [Int32: Int32] = [:]
    private var layerGroups: [Int32: Int32] = [:]
    private var configGroups: [Int32: Int32] = [:]
    private var nodesOfText: [Int32: [Int32]] = [:]

    /// More candidates than these aren't compared by their layers.
    private static let comparedCandidates = 64

    init(_ maker: PlanMaker) {
        index = maker.index
        roles = maker.roles
        var layers = LayerTree()
        for tag in maker.tagNodes where roles[Int(tag)] == .stage && !index.tags[Int(tag)].isRejected {
            let row = index.tags[Int(tag)]
            ofSignature[row.signature, default: []].append(tag)
            ofDigest[row.digest, default: []].append(tag)
            layers.add(tag, layers: index.layers(of: index.manifestOfTag[Int(tag)]))
        }
        self.layers = layers
        if !index.inventory.imports.isEmpty || index.tags.contains(where: { $0.parent >= 0 }) {
            for manifest in maker.manifestNumbers where index.manifests[Int(manifest)].config >= 0 {
                ofConfig[index.manifests[Int(manifest)].config, default: []].append(manifest)
            }
        }
    }

    mutating func add(needsOf tag: Int32, to needs: inout NeedGraph) {
        let row = index.tags[Int(tag)]
        let isImage = roles[Int(tag)] == .image
        var hasParent = false
        if isImage, let same = ofDigest[row.digest] {
            needs.add(.ancestor, from: tag, to: Self.group(same, of: row.digest, in: &digestGroups, &needs))
            hasParent = true
        }
        if isImage, row.signature >= 0 { hasParent = add(.ancestor, stagesOf: row.signature, to: tag, &needs) || hasParent }
        if row.parent >= 0 { hasParent = add(.ancestor, row.parent, to: tag, &needs) || hasParent }
        // What an image is made of stands among its imports too.
        for place in row.imports { _ = add(isImage ? .ancestor : .importSource, index.inventory.imports[Int(place)], to: tag, &needs) }
        guard !hasParent else { return }
        let below = layers.longest(index.layers(of: index.manifestOfTag[Int(tag)]), takesWhole: isImage)
        guard let below else { return }
        needs.add(.ancestor, from: tag, to: Self.group(layers.stages(at: below), of: below, in: &layerGroups, &needs))
    }

    /// A node that stands for several stages.
    private static func group(_ tags: [Int32], of key: Int32, in groups: inout [Int32: Int32], _ needs: inout NeedGraph) -> Int32 {
        if tags.count == 1 { return tags[0] }
        if let group = groups[key] { return group }
        let group = needs.addGroup()
        for tag in tags { needs.add(.ancestor, from: group, to: tag) }
        groups[key] = group
        return group
    }

    /// Adds the stages of a signature; where the layers of some of them are at the bottom of the tag's own, only those.
    private mutating func add(_ kind: NeedGraph.Kind, stagesOf signature: Int32, to tag: Int32, _ needs: inout NeedGraph) -> Bool {
        guard let stages = ofSignature[signature] else { return false }
        if stages.count > 1, stages.count <= Self.comparedCandidates {
            let own = index.layers(of: index.manifestOfTag[Int(tag)])
            let below = stages.filter { stage in
                let layers = index.layers(of: index.manifestOfTag[Int(stage)])
                return !layers.isEmpty && own.starts(with: layers)
            }
            if !below.isEmpty {
                for stage in below { needs.add(kind, from: tag, to: stage) }
                return true
            }
        }
        needs.add(kind, from: tag, to: Self.group(stages, of: signature, in: &signatureGroups, &needs))
        return true
    }

    /// Adds what a text names: a stage by tag or signature, or whatever has the digest, or the digest as its config's.
    private mutating func add(_ kind: NeedGraph.Kind, _ text: Int32, to tag: Int32, _ needs: inout NeedGraph) -> Bool {
        if ofSignature[text] != nil { return add(kind, stagesOf: text, to: tag, &needs) }
        let nodes: [Int32]
        if let known = nodesOfText[text] {
            nodes = known
        } else {
            nodes = find(index.inventory.texts[text], &needs)
            nodesOfText[text] = nodes
        }
        for node in nodes { needs.add(kind, from: tag, to: node) }
        return !nodes.isEmpty
    }

    private mutating func find(_ text: String, _ needs: inout NeedGraph) -> [Int32] {
        if StageTag(text) != nil {
            return index.tags(named: text).filter { roles[Int($0)] == .stage && !index.tags[Int($0)].isRejected }
        }
        let digest: Digest
        // What is no digest names nothing that is here.
        do { digest = try Digest(text) } catch { return [] }
        guard let number = index.inventory.digests.number(of: digest) else { return [] }
        let manifests = index.manifests(withDigest: number)
        if !manifests.isEmpty { return manifests.map { needs.need(ofManifest: $0) } }
        guard let built = ofConfig[number] else { return [] }
        return [Self.group(built.map { needs.need(ofManifest: $0) }, of: number, in: &configGroups, &needs)]
    }
}
