import ContentHashing
import GRDB
import OCIModel
import StageModel

/// A row of `trash`, as far as bringing it back needs it.
struct TrashEntry: Sendable {
    let id: Int64
    /// `nil` for a manifest that was deleted without a tag.
    let tag: TagName?
    let manifest: Int64
    let digest: Digest
    let listing: TrashListing.Entry

    /// Reads the columns of ``Queries/trashColumns``.
    init(_ row: Row) throws {
        self.id = row[0]
        self.tag = try (row[1] as String?).map { _ in try row.tagName(1) }
        self.manifest = row[2]
        self.digest = try row.digest(3)
        self.listing = TrashListing.Entry(
            repository: row[4], tag: row[1], digest: row[3], deletedAt: row[5], expiresAt: row[6], reason: row[7], plan: row[8])
    }

    /// Deletes a tag that points at `manifest`. What it means goes into the trash with it, unless the disposal is for good.
    ///
    /// The manifest stays where it is, and can be pulled by its digest. Who disposes for good of tag and manifest removes it with
    /// ``ManifestRemoval``.
    static func move(
        _ tag: TagName, of manifest: Int64, _ disposal: Disposal, from repository: inout RepositoryRow, _ context: inout WriteContext
    ) throws {
        let shape = TagShape(tag)
        if !disposal.isForGood { try keep(tag, shape, disposal, of: repository.id, context) }
        let generation = repository.bumpGeneration()
        try context.execute(Queries.deleteTag, [repository.id, tag.value])
        try TagMeaning.remove(tag, shape, at: generation, in: repository, &context)
        try Tombstone(kind: .tag, key: tag.value).insert(repository: repository.id, generation: generation, in: context)
        // Otherwise the entry says so: the manifest's row lies elsewhere, and a plan moves thousands of tags.
        if disposal.isForGood || !disposal.takesManifest { try ManifestRow.noteUntagged(manifest, in: context) }
        context.changes.append(.tagDeleted(repository.name, tag))
    }

    /// SQLite copies what the tag means: nothing of it passes through here.
    private static func keep(
        _ tag: TagName, _ shape: TagShape, _ disposal: Disposal, of repository: Int64, _ context: borrowing WriteContext
    ) throws {
        let key: StatementArguments = [
            repository, tag.value, context.now.millisecondsSince1970, context.now.advanced(by: disposal.undoWindow).millisecondsSince1970,
            disposal.takesManifest, disposal.plan, disposal.reason,
        ]
        switch shape {
        case .service: try context.execute(Queries.keepServiceTag, key)
        case .stage(let stage): try context.execute(Queries.keepStage, key + [stage.signature.value, stage.uniqueID])
        case .image: try context.execute(Queries.keepImage, key)
        }
        if context.db.changesCount > 0 { return }
        // A tag of a stage's shape that was recorded as an image's.
        try context.execute(Queries.keepImage, key)
        guard context.db.changesCount > 0 else { throw CatalogError.damagedRow("the tag \(tag), which means nothing,") }
    }

    /// Takes a manifest, to which no tag points, out of its repository; an entry of the trash keeps it.
    ///
    /// - Parameter hasEntry: Entries of its tags keep it already.
    static func detach(
        _ manifest: Int64, _ digest: Digest, hasEntry: Bool, _ disposal: Disposal, from repository: inout RepositoryRow,
        _ context: inout WriteContext
    ) throws {
        if !hasEntry {
            try context.execute(
                Queries.keepManifest,
                [
                    manifest, context.now.millisecondsSince1970, context.now.advanced(by: disposal.undoWindow).millisecondsSince1970,
                    disposal.plan, disposal.reason,
                ])
        }
        try context.execute("UPDATE manifests SET trashed_from = repository_id, repository_id = NULL WHERE id = ?", [manifest])
        try Tombstone(kind: .manifest, key: digest.description)
            .insert(repository: repository.id, generation: repository.bumpGeneration(), in: context)
        context.changes.append(.manifestDeleted(repository.name, digest))
    }
}
