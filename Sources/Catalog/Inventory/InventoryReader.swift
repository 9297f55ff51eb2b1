import ContentHashing
import GRDB
import OCIModel
import StageModel

/// Reads a page of the inventory: three statements that go through the manifests side by side, and one a blob.
struct InventoryReader {
    private let repositories: [ProjectRepositories.Item]
    private let own: Set<Int64>
    private let now: Timestamp
    private let usesLostAt: Timestamp?
    private let rowsAtOnce: Int
    private let db: Database

    /// - Parameter rowsAtOnce: A page ends behind the manifest with which it has so many tags and references.
    init(repositories: [ProjectRepositories.Item], now: Timestamp, usesLostAt: Timestamp? = nil, rowsAtOnce: Int = 40_000, in db: Database) {
        self.rowsAtOnce = rowsAtOnce
        self.repositories = repositories
        self.own = Set(repositories.map(\.id))
        self.now = now
        self.usesLostAt = usesLostAt
        self.db = db
    }

    /// - Returns: `nil` where nothing is left behind the cursor.
    func page(after: InventoryCursor?, limit: Int) throws -> InventoryPage? {
        let filled = repositories.filter { !$0.isEmpty }
        for (index, repository) in filled.enumerated() where after.map({ repository.name.value >= $0.repository.value }) ?? true {
            let start = after.flatMap { $0.repository == repository.name ? $0.manifest : nil } ?? 0
            guard var page = try page(of: repository, after: start, limit: max(1, limit)) else { continue }
            if page.next == nil, index + 1 < filled.count { page.next = InventoryCursor(repository: filled[index + 1].name).text }
            return page
        }
        return nil
    }

    private func page(of repository: ProjectRepositories.Item, after: Int64, limit: Int) throws -> InventoryPage? {
        let rows = try db.rows(Queries.inventoryManifests, [repository.id, after, limit + 1]) {
            (id: $0[0] as Int64, manifest: try $0.inventoried(), trashedAt: $0.optionalTimestamp(8))
        }
        guard let last = rows.prefix(limit).last else { return nil }
        let range: StatementArguments = [repository.id, after, last.id]
        let references = try Row.fetchCursor(db.cachedStatement(sql: Queries.inventoryReferences), arguments: range)
        let tags = try Row.fetchCursor(db.cachedStatement(sql: Queries.inventoryTags), arguments: range)
        var page = InventoryPage(repository: repository.name, takenAt: now)
        var blobs = BlobIndex(own: own, in: db)
        page.manifests.reserveCapacity(min(limit, rows.count))
        var (reference, tag) = (try references.next(), try tags.next())
        var count = 0
        for (id, manifest, trashedAt) in rows.prefix(limit) {
            if count >= rowsAtOnce { break }
            var manifest = manifest
            if let usesLostAt, manifest.createdAt <= usesLostAt { manifest.lastUsedAt = max(manifest.lastUsedAt ?? usesLostAt, usesLostAt) }
            while let row = reference, row[0] == id {
                try manifest.add(row, &blobs)
                reference = try references.next()
                count += 1
            }
            while let row = tag, row[0] == id {
                manifest.tags.append(try row.inventoriedTag())
                tag = try tags.next()
                count += 1
            }
            if let trashedAt, manifest.tags.isEmpty {
                // Where it went with its last tag, the trash alone says since when it is untagged.
                manifest.untaggedAt = manifest.untaggedAt ?? trashedAt
                manifest.isInTrash = manifest.untaggedAt.map { $0 <= trashedAt } ?? true
            }
            page.manifests.append(manifest)
        }
        page.blobs = blobs.all
        if page.manifests.count < rows.count {
            page.next = InventoryCursor(repository: repository.name, manifest: rows[page.manifests.count - 1].id).text
        }
        return page
    }
}

extension InventoryPage.Manifest {
    /// Adds a row of ``Queries/inventoryReferences``.
    fileprivate mutating func add(_ row: Row, _ blobs: inout BlobIndex) throws {
        let index = try blobs.index(of: row[2])
        switch row[1] as String {
        case "config": config = index
        case "entry": entries.append(try row.digest(2))
        default: if let index { layers.append(index) }
        }
    }
}

extension Row {
    /// Reads the columns of ``Queries/inventoryManifests``.
    fileprivate func inventoried() throws -> InventoryPage.Manifest {
        guard let kind = Manifest.Kind(rawValue: self[2]) else { throw CatalogError.damagedRow("a manifest") }
        return InventoryPage.Manifest(
            digest: try digest(1), kind: kind, generation: self[3], createdAt: timestamp(4), untaggedAt: optionalTimestamp(5),
            lastUsedAt: optionalTimestamp(6), subject: try (self[7] as String?).map { _ in try digest(7) })
    }

    /// Reads the columns of ``Queries/inventoryTags``.
    fileprivate func inventoriedTag() throws -> InventoryPage.Tag {
        let name = try tagName(1)
        var tag = InventoryPage.Tag(name: name, generation: self[2], publishedAt: timestamp(3), facts: TagFacts(name))
        if let isRecorded = self[4] as Bool? {
            tag.isRecorded = isRecorded
            tag.facts = .image(try imageFacts(from: 5))
        } else if case .service(let service, _) = tag.facts, self[12] as String? != nil {
            tag.facts = .service(service, labels: try AnnotationText.decode(self[13]))
        } else if case .stage(let stage, _) = tag.facts, let isRejected = self[15] as Bool? {
            tag.lastUsedAt = optionalTimestamp(14)
            tag.isRejected = isRejected
            tag.facts = .stage(
                stage,
                StageFacts(
                    stageName: self[19], imageName: self[20], parent: self[21], commits: try CommitText.decode(self[17]),
                    imports: ImportText.decode(self[18]), gitReference: self[22],
                    buildDuration: (self[23] as Int64?).map { .milliseconds($0) }, size: self[16]))
        } else {
            throw CatalogError.damagedRow("the tag \(name), which means nothing,")
        }
        return tag
    }

    fileprivate func optionalTimestamp(_ index: Int) -> Timestamp? {
        (self[index] as Int64?).map { Timestamp(millisecondsSince1970: $0) }
    }
}
