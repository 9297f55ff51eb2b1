import ContentHashing
import FoundationEssentials
import GRDB
import OCIModel
import StageModel

/// Applies items of a plan inside of a transaction.
struct PlanWork {
    private typealias Obstacle = (cause: SkippedItem.Cause, detail: String)

    /// Of an index so many entries are asked for their use.
    private static let entryLimit = 200

    let terms: PlanTerms
    /// Items that have to stay, and the position of a skipped one that needs each.
    private var needed: [Int: Int]
    /// `nil` for one that isn't there.
    private var repositories: [RepositoryName: RepositoryRow?] = [:]
    private(set) var skips: [PlanSkip] = []
    private(set) var deleted = 0

    init(_ terms: PlanTerms, needed: [Int: Int]) {
        self.terms = terms
        self.needed = needed
    }

    mutating func apply(_ planned: PlannedItem, _ context: inout WriteContext) throws {
        if let blocker = needed[planned.position] {
            return try skip(planned, (.needed, "the item at position \(blocker), which stays, needs it"), context)
        }
        guard var repository = try repository(planned.repository, context) else {
            return try skip(planned, (.gone, "there is no repository \(planned.repository)"), context)
        }
        let obstacle =
            if let tag = planned.tag {
                try apply(planned, tag, in: &repository, &context)
            } else {
                try applyUntagged(planned, in: &repository, &context)
            }
        repositories[planned.repository] = repository
        if let obstacle { try skip(planned, obstacle, context) } else { deleted += 1 }
    }

    /// Stores the generations, at the end of the transaction.
    func save(in context: borrowing WriteContext) throws {
        for case let repository? in repositories.values { try repository.save(in: context) }
    }

    private mutating func skip(_ planned: PlannedItem, _ obstacle: Obstacle, _ context: borrowing WriteContext) throws {
        let skip = PlanSkip(position: planned.position, cause: obstacle.cause, detail: obstacle.detail)
        try skip.insert(plan: terms.plan, in: context)
        skips.append(skip)
        for position in planned.item.needs { needed[position] = planned.position }
    }

    private mutating func repository(_ name: RepositoryName, _ context: borrowing WriteContext) throws -> RepositoryRow? {
        if let known = repositories[name] { return known }
        let found = try RepositoryRow.find(name, in: context)
        repositories[name] = .some(found)
        return found
    }

    // MARK: -

    private mutating func apply(
        _ planned: PlannedItem, _ tag: TagName, in repository: inout RepositoryRow, _ context: inout WriteContext
    ) throws -> Obstacle? {
        if try goesAsPlanned(planned, tag, in: &repository, &context) { return nil }
        let arguments: StatementArguments = [
            repository.id, tag.value, planned.stage?.signature.value, planned.stage?.uniqueID, planned.item.digest,
        ]
        guard let found = try Found(arguments, context) else { return (.gone, "there is no tag \(tag)") }
        guard found.hasDigest else { return (.changed, "it points at another manifest") }
        if let obstacle = obstacle(planned, generation: found.generation, publishedAt: found.publishedAt) { return obstacle }
        guard found.uniqueID != nil || planned.item.kind != .stage else { return (.changed, "it was recorded as the tag of an image") }
        // Otherwise a plan could call an image so, which then didn't count in the share.
        if planned.item.kind == .referrer, !found.hasSubject, !tag.isOfSubject { return (.changed, "it is about no other manifest") }
        let manifest = found.manifest
        if let use = try use(planned, found.lastUse, manifest: manifest, isIndex: found.isIndex, in: repository.id, context) { return use }

        if isPlain(planned), found.uniqueID == planned.stage?.uniqueID {
            let departure = Departure(planned: planned, name: tag, isChecked: true)
            guard try departure.perform(terms, from: &repository, &context) else {
                throw CatalogError.damagedRow("the tag \(tag), which means nothing,")
            }
            return nil
        }
        let disposal = disposal(of: planned)
        try TrashEntry.move(tag, of: manifest, disposal, from: &repository, &context)
        if disposal.isForGood { try TrashEntry.review(manifest, in: context) }
        return nil
    }

    /// Deletes a tag if nothing speaks against it. Otherwise it has yet to be found out what, and whether.
    private func goesAsPlanned(
        _ planned: PlannedItem, _ tag: TagName, in repository: inout RepositoryRow, _ context: inout WriteContext
    ) throws -> Bool {
        guard isPlain(planned), planned.item.kind != .referrer || tag.isOfSubject, planned.item.generation <= watermark(of: planned),
            !terms.isUsed(planned.repository, tag, planned.digest)
        else { return false }
        return try Departure(planned: planned, name: tag, isChecked: false).perform(terms, from: &repository, &context)
    }

    /// Whether it is the tag of a stage or an image, and can be brought back.
    private func isPlain(_ planned: PlannedItem) -> Bool {
        terms.undoWindow > .zero && (planned.stage != nil || planned.shape == .image)
    }

    private func watermark(of planned: PlannedItem) -> Int64 { terms.watermark[planned.item.repository] ?? 0 }

    private func applyUntagged(
        _ planned: PlannedItem, in repository: inout RepositoryRow, _ context: inout WriteContext
    ) throws -> Obstacle? {
        guard let row = try context.db.row(Queries.plannedManifest, [repository.id, planned.item.digest]) else {
            return (.gone, "there is no such manifest")
        }
        let manifest: Int64 = row[0]
        if let obstacle = obstacle(planned, generation: row[1], publishedAt: row[4] ?? .min) { return obstacle }
        guard try !ManifestNeed.exists(manifest, in: context) else { return (.changed, "a tag, the trash, an index or a subject needs it") }
        if let use = try use(planned, row[2] ?? .min, manifest: manifest, isIndex: row[3], in: repository.id, context) { return use }

        let disposal = disposal(of: planned)
        if disposal.isForGood {
            try TrashEntry.review(manifest, in: context)
        } else {
            try TrashEntry.detach(manifest, planned.digest, hasEntry: false, disposal, from: &repository, &context)
        }
        return nil
    }

    /// - Parameter generation: Of the tag, or of the manifest where there is no tag.
    private func obstacle(_ planned: PlannedItem, generation: Int64, publishedAt: Int64) -> Obstacle? {
        guard generation == planned.item.generation else { return (.changed, "it was published anew") }
        guard generation <= watermark(of: planned), publishedAt <= terms.watermarkAt else {
            return (.published, "it was published after the plan was begun")
        }
        return nil
    }

    private func use(
        _ planned: PlannedItem, _ lastUse: Int64, manifest: Int64, isIndex: Bool, in repository: Int64, _ context: borrowing WriteContext
    ) throws -> Obstacle? {
        if lastUse >= terms.inventoryAt { return (.used, Self.words(lastUse)) }
        if terms.isUsed(planned.repository, planned.tag, planned.digest) { return (.used, "it was asked for just now, or may have been") }
        guard isIndex else { return nil }
        let entries = try Row.fetchCursor(
            context.db.cachedStatement(sql: Queries.plannedEntries), arguments: [manifest, Self.entryLimit, repository])
        while let entry = try entries.next() {
            let digest = try entry.digest(0)
            let lastUse = entry[1] as Int64? ?? .min
            if lastUse >= terms.inventoryAt { return (.used, "its entry \(digest): " + Self.words(lastUse)) }
            if terms.isUsed(planned.repository, nil, digest) { return (.used, "its entry \(digest) was asked for just now") }
        }
        return nil
    }

    private func disposal(of planned: PlannedItem) -> Disposal {
        Disposal(reason: planned.reason, plan: terms.plan, undoWindow: terms.undoWindow, takesManifest: true)
    }

    private static func words(_ time: Int64) -> String {
        "it was asked for at " + Date(timeIntervalSince1970: Double(time) / 1000).formatted(.iso8601)
    }
}

/// The columns of ``Queries/plannedTag``.
private struct Found {
    let manifest: Int64
    let generation: Int64
    /// The manifest is the one that was planned.
    let hasDigest: Bool
    let lastUse: Int64
    let isIndex: Bool
    /// Where the tag is a stage's.
    let uniqueID: Int64?
    let hasSubject: Bool
    let publishedAt: Int64

    /// - Returns: `nil` where there is no such tag.
    init?(_ arguments: StatementArguments, _ context: borrowing WriteContext) throws {
        // Spares the copy of a row.
        let rows = try Row.fetchCursor(context.db.cachedStatement(sql: Queries.plannedTag), arguments: arguments)
        guard let row = try rows.next() else { return nil }
        manifest = row[0]
        generation = row[1]
        hasDigest = row[2]
        lastUse = max(row[3] as Int64? ?? .min, row[5] as Int64? ?? .min)
        isIndex = row[4]
        uniqueID = row[6]
        hasSubject = row[7]
        publishedAt = row[8]
        // Ends the statement, which would stay open otherwise while its rows are deleted.
        while try rows.next() != nil {}
    }
}
