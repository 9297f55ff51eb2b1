import ContentHashing
import OCIModel
import Retention
import StageModel

/// A project that a test writes down: what isn't said is old, unused, and was published before the watermark.
struct TestProject {
    static let now = Timestamp(millisecondsSince1970: 1_800_000_000_000)
    /// Before which the watermark was taken.
    static let watermark: Int64 = 1000

    var now = Self.now
    var git: GitSnapshot?
    var uses: [ImageUse] = []
    private var manifests: [RepositoryName: [Digest: InventoryPage.Manifest]] = [:]
    private var blobs: [Digest: InventoryPage.Blob] = [:]
    /// Blobs of each manifest, the config first.
    private var parts: [Digest: [Digest]] = [:]

    static func digest(_ name: String) -> Digest { Digest(hashing: Array(name.utf8)) }

    /// 64 digits that are another for each name.
    static func signature(_ name: String) -> String { digest(name).hex }

    func ago(_ age: Duration) -> Timestamp { now.advanced(by: .zero - age) }

    /// A blob of a size, and whether another project has it.
    mutating func blob(_ name: String, size: Int64, isShared: Bool = false) {
        blobs[Self.digest(name)] = InventoryPage.Blob(digest: Self.digest(name), size: size, isShared: isShared)
    }

    /// Adds a manifest, or changes the one that is there.
    ///
    /// - Parameter layers: By names; a layer of 1000 bytes of its own where none are given.
    mutating func manifest(
        _ name: String, in repository: String, layers: [String]? = nil, config: String? = nil, members: [String] = [], subject: String? = nil,
        age: Duration = .days(100), untagged: Duration? = nil, used: Duration? = nil, generation: Int64 = 1, isInTrash: Bool = false
    ) throws {
        let digest = Self.digest(name)
        let isIndex = !members.isEmpty
        let names = isIndex ? [] : [config ?? "config of \(name)"] + (layers ?? ["layer of \(name)"])
        for part in names where blobs[Self.digest(part)] == nil { blob(part, size: part.hasPrefix("config") ? 10 : 1000) }
        parts[digest] = names.map { Self.digest($0) }
        manifests[try RepositoryName(repository), default: [:]][digest] = InventoryPage.Manifest(
            digest: digest, kind: isIndex ? .index : .image, generation: generation, createdAt: ago(age), untaggedAt: untagged.map { ago($0) },
            isInTrash: isInTrash, lastUsedAt: used.map { ago($0) }, subject: subject.map { Self.digest($0) },
            entries: members.map { Self.digest($0) })
    }

    /// Adds a tag to a manifest, which is made where it isn't there.
    mutating func tag(
        _ tag: String, in repository: String, manifest: String? = nil, facts: TagFacts? = nil, age: Duration = .days(100), used: Duration? = nil,
        generation: Int64 = 1, isRejected: Bool = false, isRecorded: Bool = false
    ) throws {
        let name = try TagName(tag)
        let manifestName = manifest ?? "\(repository):\(tag)"
        let digest = Self.digest(manifestName)
        let repositoryName = try RepositoryName(repository)
        if manifests[repositoryName]?[digest] == nil { try self.manifest(manifestName, in: repository) }
        let row = InventoryPage.Tag(
            name: name, generation: generation, publishedAt: ago(age), lastUsedAt: used.map { ago($0) }, facts: facts ?? TagFacts(name),
            isRecorded: isRecorded, isRejected: isRejected)
        manifests[repositoryName]?[digest]?.tags.append(row)
    }

    mutating func image(
        _ tag: String, in repository: String = "chat/node", name: String? = "node", strategy: TagStrategy? = nil, reference: String? = nil,
        commits: [CommitID] = [], signature: String? = nil, imports: [String] = [], manifest: String? = nil, age: Duration = .days(100),
        used: Duration? = nil, generation: Int64 = 1
    ) throws {
        let facts = ImageFacts(
            imageName: name, strategy: strategy, gitReference: reference, commits: commits.sorted(), imports: imports,
            signature: signature.flatMap { Signature($0) })
        try self.tag(
            tag, in: repository, manifest: manifest, facts: .image(facts), age: age, used: used, generation: generation, isRecorded: strategy != nil)
    }

    /// - Parameter name: Of the signature; the tag is ``stageTag(_:_:)``.
    mutating func stage(
        _ name: String, _ uniqueID: Int64 = 0, in repository: String = "chat/stages", image: String? = nil, parent: String? = nil,
        imports: [String] = [], commits: [CommitID] = [], manifest: String? = nil, age: Duration = .days(100), used: Duration? = nil,
        generation: Int64 = 1, isRejected: Bool = false
    ) throws {
        let tag = Self.stageTag(name, uniqueID)
        guard let stage = StageTag(tag) else { return }
        let facts = StageFacts(imageName: image, parent: parent, commits: commits.sorted(), imports: imports)
        try self.tag(
            tag, in: repository, manifest: manifest ?? "stage \(name) \(uniqueID)", facts: .stage(stage, facts), age: age, used: used,
            generation: generation, isRejected: isRejected)
    }

    /// A unique id from 1 to 999, or none.
    static func stageTag(_ name: String, _ uniqueID: Int64 = 0) -> String {
        uniqueID == 0 ? signature(name) : "\(signature(name))-\(1_700_000_000_000 + uniqueID)"
    }

    mutating func record(
        _ tag: String, in repository: String = "chat/stages", labels: [String: String] = [:], age: Duration = .days(100), generation: Int64 = 1
    ) throws {
        let name = try TagName(tag)
        guard let service = ServiceTag(name) else { return }
        try self.tag(tag, in: repository, facts: .service(service, labels: labels), age: age, generation: generation)
    }
}

extension TestProject {
    /// What runs.
    mutating func use(_ repository: String?, tag: String? = nil, digest: String? = nil, by owner: String, isListed: Bool = false) throws {
        uses.append(
            ImageUse(
                repository: try repository.map { try RepositoryName($0) }, tag: try tag.map { try TagName($0) },
                digest: digest.map { Self.digest($0) },
                owner: owner, isListed: isListed))
    }

    /// The pages of the inventory, with so many manifests each.
    func pages(of count: Int = 1000) -> [InventoryPage] {
        manifests.keys.sorted { $0.value < $1.value }.flatMap { repository in
            let sorted = (manifests[repository] ?? [:]).values.sorted { $0.digest < $1.digest }
            return stride(from: 0, to: sorted.count, by: count).map { start in
                page(of: repository, Array(sorted[start..<min(start + count, sorted.count)]))
            }
        }
    }

    private func page(of repository: RepositoryName, _ manifests: [InventoryPage.Manifest]) -> InventoryPage {
        var page = InventoryPage(repository: repository, takenAt: now)
        var places: [Digest: Int] = [:]
        for manifest in manifests {
            var manifest = manifest
            let places = (parts[manifest.digest] ?? []).compactMap { digest -> Int? in
                if let place = places[digest] { return place }
                guard let blob = blobs[digest] else { return nil }
                places[digest] = page.blobs.count
                page.blobs.append(blob)
                return page.blobs.count - 1
            }
            manifest.config = places.first
            manifest.layers = Array(places.dropFirst())
            page.manifests.append(manifest)
        }
        return page
    }

    func inventory(_ pages: [InventoryPage]? = nil) throws -> Inventory {
        let repositories = manifests.keys.map(\.value).sorted().map { Watermark.Repository(name: $0, generation: Self.watermark) }
        var inventory = Inventory(watermark: Watermark(catalog: "c", project: "chat", takenAt: now.millisecondsSince1970, repositories: repositories))
        for page in pages ?? self.pages() { try inventory.add(page) }
        return inventory
    }

    func input(_ policies: CleanupPolicies, pages: [InventoryPage]? = nil) throws -> PlanInput {
        PlanInput(
            inventory: try inventory(pages), git: git, uses: uses, policies: policies, now: now, grace: 3600, serverUndoWindow: 86_400,
            origin: .command)
    }

    /// - Parameter change: What the policies say; nothing by itself.
    func plan(_ change: (inout PolicyLayer) -> Void = { _ in }) throws -> CleanupPlan {
        var layer = PolicyLayer()
        change(&layer)
        return try CleanupPlan(try input(try CleanupPolicies([layer])))
    }
}

extension Duration {
    static func hours(_ count: Int) -> Duration { .seconds(count * 3600) }
    static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}

extension CleanupPlan {
    /// The decision about `REPOSITORY:TAG`, or a manifest without a tag by its name.
    subscript(name: String) -> Decision? {
        decisions.first { decision in
            guard let tag = decision.tag else { return decision.digest == TestProject.digest(name) }
            return "\(decision.repository):\(tag)" == name
        }
    }

    /// `delete git-tag-limit: 11th newest …`.
    func line(_ name: String) -> String? {
        self[name].map { "\($0.action.rawValue) \($0.rule): \($0.reason)" }
    }

    /// What is deleted, in the order of the decisions.
    var deleted: [String] {
        decisions.filter { $0.action == .delete }.map { $0.tag.map { $0 } ?? $0.digest.description }
    }
}
