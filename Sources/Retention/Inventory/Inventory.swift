import ContentHashing
import OCIModel
package import StageModel

/// What a project holds: the pages of its inventory, put together, in little memory: some 600 bytes a tag.
package struct Inventory: Sendable {
    package let watermark: Watermark
    /// When the first page was read, by the server's clock; uses from then on are not known.
    package private(set) var firstTakenAt: Timestamp?
    /// When the last page was read, by the server's clock; when the watermark was taken, where there is no page.
    package private(set) var takenAt: Timestamp

    var repositories: [RepositoryName] = []
    var manifests: [InventoryManifest] = []
    var tags: [InventoryTag] = []
    /// Of manifests and blobs.
    var digests = DigestTable()
    /// By number of the digest; -1 where it is no blob that is here.
    var blobSizes: [Int64] = []
    var isShared: [Bool] = []
    var texts = TextTable()
    var layers: [Int32] = []
    var entries: [Int32] = []
    var commits: [CommitID] = []
    var imports: [Int32] = []
    var records: [(tag: ServiceTag, labels: [String: String])] = []
    private var repositoryNumbers: [RepositoryName: Int32] = [:]

    package init(watermark: Watermark) {
        self.watermark = watermark
        takenAt = Timestamp(millisecondsSince1970: watermark.takenAt)
    }

    package var tagCount: Int { tags.count }
    package var manifestCount: Int { manifests.count }

    /// Adds a page; the order doesn't matter.
    ///
    /// - Throws: ``RetentionError`` with code `inventory` where the page names a blob that it doesn't list.
    package mutating func add(_ page: InventoryPage) throws {
        firstTakenAt = min(firstTakenAt ?? page.takenAt, page.takenAt)
        takenAt = max(takenAt, page.takenAt)
        let repository = number(of: page.repository)
        let blobs = page.blobs.map { add($0) }
        for manifest in page.manifests { try add(manifest, of: repository, blobs: blobs) }
    }

    private mutating func number(of repository: RepositoryName) -> Int32 {
        if let number = repositoryNumbers[repository] { return number }
        let number = Int32(repositories.count)
        repositories.append(repository)
        repositoryNumbers[repository] = number
        return number
    }

    private mutating func number(of digest: Digest) -> Int32 {
        let number = digests.insert(digest)
        if Int(number) == blobSizes.count {
            blobSizes.append(-1)
            isShared.append(false)
        }
        return number
    }

    private mutating func add(_ blob: InventoryPage.Blob) -> Int32 {
        let number = number(of: blob.digest)
        blobSizes[Int(number)] = blob.size
        // A page that was read later knows better, but to free too little is what can be borne.
        if blob.isShared { isShared[Int(number)] = true }
        return number
    }

    private mutating func add(_ manifest: InventoryPage.Manifest, of repository: Int32, blobs: [Int32]) throws {
        let digest = number(of: manifest.digest)
        let layersStart = Int32(layers.count)
        for layer in manifest.layers { layers.append(try Self.blob(layer, of: blobs, named: manifest)) }
        let entriesStart = Int32(entries.count)
        for entry in manifest.entries { entries.append(number(of: entry)) }
        let config = try manifest.config.map { try Self.blob($0, of: blobs, named: manifest) } ?? -1
        manifests.append(
            InventoryManifest(
                repository: repository, digest: digest, isIndex: manifest.kind == .index, generation: manifest.generation,
                createdAt: manifest.createdAt.millisecondsSince1970, untaggedAt: Self.time(manifest.untaggedAt),
                isInTrash: manifest.isInTrash, lastUsedAt: Self.time(manifest.lastUsedAt), subject: manifest.subject.map { number(of: $0) } ?? -1,
                config: config,
                layers: layersStart..<Int32(layers.count), entries: entriesStart..<Int32(entries.count)))
        for tag in manifest.tags { add(tag, of: repository, digest: digest) }
    }

    private static func blob(_ index: Int, of blobs: [Int32], named manifest: InventoryPage.Manifest) throws -> Int32 {
        guard blobs.indices.contains(index) else {
            throw RetentionError(.inventory, "the inventory's page with manifest \(manifest.digest) lacks one of its blobs; ask for it anew")
        }
        return blobs[index]
    }

    private static func time(_ moment: Timestamp?) -> Int64 {
        moment?.millisecondsSince1970 ?? InventoryManifest.never
    }

    private mutating func add(_ tag: InventoryPage.Tag, of repository: Int32, digest: Int32) {
        let meaning: InventoryTag.Meaning =
            switch tag.facts {
            case .stage: .stage
            case .image: .image
            case .service: .service
            }
        var row = InventoryTag(
            name: tag.name.value, repository: repository, digest: digest, generation: tag.generation,
            publishedAt: tag.publishedAt.millisecondsSince1970, lastUsedAt: Self.time(tag.lastUsedAt), meaning: meaning, isRejected: tag.isRejected)
        switch tag.facts {
        case .stage(let stage, let facts):
            row.uniqueID = stage.uniqueID
            row.signature = texts.insert(stage.signature.value)
            row.imageName = texts.insert(facts.imageName)
            row.parent = texts.insert(facts.parent)
            row.commits = add(facts.commits)
            row.imports = add(imports: facts.imports)
            row.size = facts.size
        case .image(let facts):
            row.strategy = facts.strategy
            row.imageName = texts.insert(facts.imageName)
            row.gitReference = texts.insert(facts.gitReference)
            row.signature = texts.insert(facts.signature?.value)
            row.commits = add(facts.commits)
            row.imports = add(imports: facts.imports)
            row.size = facts.size
        case .service(let service, let labels):
            row.record = Int32(records.count)
            records.append((service, labels))
        }
        tags.append(row)
    }

    private mutating func add(_ commits: [CommitID]) -> Range<Int32> {
        let start = Int32(self.commits.count)
        self.commits += commits
        return start..<Int32(self.commits.count)
    }

    private mutating func add(imports: [String]) -> Range<Int32> {
        let start = Int32(self.imports.count)
        for source in imports { self.imports.append(texts.insert(source)) }
        return start..<Int32(self.imports.count)
    }
}
