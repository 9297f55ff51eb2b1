import ContentHashing
import OCIModel
import StageModel

/// Which tags and manifests run somewhere, and where.
struct UseIndex {
    private struct Owners {
        /// The first by name.
        var first: String
        var count = 1

        mutating func add(_ owner: String) {
            first = min(first, owner)
            count += 1
        }

        var text: String { count == 1 ? "used by \(first)" : "used by \(first) and \(count - 1) more" }
    }

    private let index: ProjectIndex
    private var ofTag: [Int32: Owners] = [:]
    private var ofManifest: [Int32: Owners] = [:]
    /// Of an index, the platform that is used.
    private var platform: [Int32: Int32] = [:]
    /// What was written down and names nothing of the project, by who uses it, in their order.
    let unmatched: [(owner: String, text: String)]
    /// Something is used, and nothing of it is of the project.
    var isAllElsewhere: Bool { isAskedFor && ofTag.isEmpty && ofManifest.isEmpty }
    private let isAskedFor: Bool

    init(_ uses: [ImageUse], index: ProjectIndex) {
        self.index = index
        isAskedFor = !uses.isEmpty
        var ofConfig: [Int32: [String]] = [:]
        var matched: Set<String> = []
        for use in uses {
            if let name = use.tag, let repository = use.repository.flatMap({ index.repository(named: $0) }),
                let tag = index.tag(named: name.value, in: repository)
            {
                Self.add(use.owner, to: tag, in: &ofTag)
                matched.insert(use.owner)
            }
            // Wherever it is: a digest is the same everywhere.
            guard let digest = use.digest, let number = index.inventory.digests.number(of: digest) else { continue }
            for manifest in index.manifests(withDigest: number) {
                Self.add(use.owner, to: manifest, in: &ofManifest)
                matched.insert(use.owner)
            }
            ofConfig[number, default: []].append(use.owner)
        }
        // Runtimes call an image of which they know no name by its config.
        for manifest in index.manifests.indices {
            for owner in ofConfig[index.manifests[manifest].config] ?? [] {
                Self.add(owner, to: Int32(manifest), in: &ofManifest)
                matched.insert(owner)
            }
        }
        var unmatched: [(owner: String, text: String)] = []
        for use in uses where use.isListed && matched.insert(use.owner).inserted { unmatched.append((use.owner, Self.text(use))) }
        self.unmatched = unmatched
        // A node that pulled an index runs the digest of one platform.
        var pending = ofManifest.keys.sorted()
        while let member = pending.popLast() {
            for container in index.containers[member] where ofManifest[container] == nil && platform[container] == nil {
                platform[container] = member
                pending.append(container)
            }
        }
    }

    private static func text(_ use: ImageUse) -> String {
        (use.repository?.value ?? "") + (use.tag.map { ":\($0)" } ?? "") + (use.digest.map { "@\($0)" } ?? "")
    }

    private static func add(_ owner: String, to node: Int32, in owners: inout [Int32: Owners]) {
        if owners[node] == nil {
            owners[node] = Owners(first: owner)
        } else {
            owners[node]?.add(owner)
        }
    }

    func reason(forTag tag: Int32) -> (rule: Rule, text: String)? {
        ofTag[tag].map { (.inUse, $0.text) }
    }

    func reason(forManifest manifest: Int32) -> (rule: Rule, text: String)? {
        if let owners = ofManifest[manifest] { return (.inUse, "by digest \(owners.text)") }
        var used = manifest
        while let member = platform[used] { used = member }
        guard used != manifest, let owners = ofManifest[used] else { return nil }
        return (.inUse, "its platform \(index.digest(index.manifests[Int(used)].digest)) is \(owners.text)")
    }
}
