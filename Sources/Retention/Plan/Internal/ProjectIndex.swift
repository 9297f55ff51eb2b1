import ContentHashing
import OCIModel
import StageModel

/// The inventory in one order, whatever that of its pages was, with what points where.
struct ProjectIndex: Sendable {
    let inventory: Inventory
    /// By repository and name. A tag that moved while the pages were read stands once, as it was later.
    let tags: [InventoryTag]
    /// By repository and digest.
    let manifests: [InventoryManifest]
    /// By tag.
    let manifestOfTag: [Int32]
    let tagsOfManifest: Adjacency
    /// Of an index: the manifests that it lists and that its repository has.
    let members: Adjacency
    /// Of a manifest: the indexes that list it.
    let containers: Adjacency
    private let tagsOfRepository: [Range<Int>]
    /// By number of a digest: the first manifest with it; by manifest: the next one. -1 is the end.
    private let firstOfDigest: [Int32]
    private let nextOfDigest: [Int32]

    init(_ inventory: Inventory) throws {
        self.inventory = inventory
        let ranks = Self.ranks(of: inventory.repositories)
        let digests = inventory.digests
        manifests = Self.merged(
            Self.sorted(inventory.manifests) {
                $0.repository == $1.repository ? digests[$0.digest] < digests[$1.digest] : ranks[Int($0.repository)] < ranks[Int($1.repository)]
            })
        tags = Self.latest(
            Self.sorted(inventory.tags) {
                guard $0.repository == $1.repository else { return ranks[Int($0.repository)] < ranks[Int($1.repository)] }
                return $0.name == $1.name ? $0.generation < $1.generation : $0.name < $1.name
            })
        var ranges = [Range<Int>](repeating: 0..<0, count: inventory.repositories.count)
        for (place, tag) in tags.enumerated() {
            let range = ranges[Int(tag.repository)]
            ranges[Int(tag.repository)] = (range.isEmpty ? place : range.lowerBound)..<place + 1
        }
        tagsOfRepository = ranges

        var first = [Int32](repeating: -1, count: digests.count)
        var next = [Int32](repeating: -1, count: manifests.count)
        for place in manifests.indices.reversed() {
            next[place] = first[Int(manifests[place].digest)]
            first[Int(manifests[place].digest)] = Int32(place)
        }
        firstOfDigest = first
        nextOfDigest = next
        let manifests = manifests
        func place(of digest: Int32, in repository: Int32) -> Int32? {
            var place = first[Int(digest)]
            while place >= 0, manifests[Int(place)].repository != repository { place = next[Int(place)] }
            return place >= 0 ? place : nil
        }

        var manifestOfTag: [Int32] = []
        manifestOfTag.reserveCapacity(tags.count)
        for tag in tags {
            guard let manifest = place(of: tag.digest, in: tag.repository) else {
                throw RetentionError(.inventory, "tag '\(tag.name)' of the inventory has no manifest; ask for the inventory anew")
            }
            manifestOfTag.append(manifest)
        }
        self.manifestOfTag = manifestOfTag
        tagsOfManifest = Adjacency(count: manifests.count, from: manifestOfTag, to: Array(0..<Int32(tags.count)))
        var containers: [Int32] = []
        var members: [Int32] = []
        for (container, manifest) in manifests.enumerated() {
            for entry in manifest.entries {
                guard let member = place(of: inventory.entries[Int(entry)], in: manifest.repository), member != container else { continue }
                containers.append(Int32(container))
                members.append(member)
            }
        }
        self.members = Adjacency(count: manifests.count, from: containers, to: members)
        self.containers = Adjacency(count: manifests.count, from: members, to: containers)
    }

    /// By their numbers first: the rows are large.
    private static func sorted<Row>(_ rows: [Row], by isBefore: (Row, Row) -> Bool) -> [Row] {
        var numbers = Array(0..<Int32(rows.count))
        numbers.sort { isBefore(rows[Int($0)], rows[Int($1)]) }
        return numbers.map { rows[Int($0)] }
    }

    private static func ranks(of repositories: [RepositoryName]) -> [Int] {
        var ranks = [Int](repeating: 0, count: repositories.count)
        let order = repositories.indices.sorted { repositories[$0].value < repositories[$1].value }
        for (rank, repository) in order.enumerated() { ranks[repository] = rank }
        return ranks
    }

    private static func merged(_ sorted: [InventoryManifest]) -> [InventoryManifest] {
        var result: [InventoryManifest] = []
        result.reserveCapacity(sorted.count)
        for manifest in sorted {
            if let last = result.last, last.repository == manifest.repository, last.digest == manifest.digest {
                // It was deleted and pushed again: the later one counts, whichever page came first here.
                if last.generation < manifest.generation { result[result.count - 1] = manifest }
            } else {
                result.append(manifest)
            }
        }
        return result
    }

    private static func latest(_ sorted: [InventoryTag]) -> [InventoryTag] {
        var result: [InventoryTag] = []
        result.reserveCapacity(sorted.count)
        for tag in sorted {
            if let last = result.last, last.repository == tag.repository, last.name == tag.name {
                result[result.count - 1] = tag
            } else {
                result.append(tag)
            }
        }
        return result
    }
}

extension ProjectIndex {
    /// All manifests with a digest, in their order.
    func manifests(withDigest digest: Int32) -> [Int32] {
        var result: [Int32] = []
        var place = firstOfDigest[Int(digest)]
        while place >= 0 {
            result.append(place)
            place = nextOfDigest[Int(place)]
        }
        return result
    }

    func manifest(withDigest digest: Int32, in repository: Int32) -> Int32? {
        manifests(withDigest: digest).first { manifests[Int($0)].repository == repository }
    }

    func repository(named name: RepositoryName) -> Int32? {
        inventory.repositories.firstIndex(of: name).map { Int32($0) }
    }

    /// Finds a tag in logarithmic time.
    func tag(named name: String, in repository: Int32) -> Int32? {
        var range = tagsOfRepository[Int(repository)]
        while !range.isEmpty {
            let middle = (range.lowerBound + range.upperBound) / 2
            if tags[middle].name == name { return Int32(middle) }
            range = tags[middle].name < name ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }

    /// The tags of this name in all repositories, in the order of those.
    func tags(named name: String) -> [Int32] {
        inventory.repositories.indices.compactMap { tag(named: name, in: Int32($0)) }.sorted()
    }

    func digest(_ number: Int32) -> Digest { inventory.digests[number] }

    func layers(of manifest: Int32) -> ArraySlice<Int32> {
        let range = manifests[Int(manifest)].layers
        return inventory.layers[Int(range.lowerBound)..<Int(range.upperBound)]
    }

    func isUntagged(_ manifest: Int32) -> Bool { tagsOfManifest[manifest].isEmpty }

    func repositoryName(ofTag tag: Int32) -> String {
        inventory.repositories[Int(tags[Int(tag)].repository)].value
    }

    func text(_ number: Int32) -> String? {
        number >= 0 ? inventory.texts[number] : nil
    }
}
