import ContentHashing
import GRDB
import OCIModel
import StageModel

extension TrashEntry {
    enum Restoration {
        case restored
        /// The tag has another target.
        case taken(by: Digest)
    }

    static func newest(of tag: TagName, in repository: Int64, _ context: borrowing WriteContext) throws -> TrashEntry? {
        try context.db.row(Queries.trashedTag, [repository, tag.value]).map(TrashEntry.init)
    }

    /// Brings the entry back as it was: manifest, tag and what the tag means, with its times. Only its generation is new, so that no
    /// plan that was made before deletes it again.
    ///
    /// Where the tag is there again with this target, or the manifest was pushed again, these are used.
    func restore(in repository: inout RepositoryRow, _ context: inout WriteContext) throws -> Restoration {
        if let tag, let present = try context.db.row(Queries.tagDigest, [repository.id, tag.value]) {
            let target = try present.digest(0)
            guard target == digest else { return .taken(by: target) }
            try remove(in: context)
            return .restored
        }
        let target = try Self.attach(manifest, digest, in: &repository, &context)
        if let tag { try point(tag, at: target, in: &repository, &context) }
        try remove(in: context)
        return .restored
    }

    /// Puts a manifest that was deleted into its repository again.
    ///
    /// - Returns: The id of the manifest as it is in the repository, now or already before.
    static func attach(
        _ manifest: Int64, _ digest: Digest, in repository: inout RepositoryRow, _ context: inout WriteContext
    ) throws -> Int64 {
        if let present = try context.integer(Queries.manifestID, [repository.id, digest.description]) {
            try ManifestRow.renewUntagged(present, in: context)
            return present
        }
        let generation = repository.bumpGeneration()
        try context.execute(
            "UPDATE manifests SET repository_id = trashed_from, trashed_from = NULL, generation = ? WHERE id = ?", [generation, manifest])
        try ManifestRow.renewUntagged(manifest, in: context)
        try Tombstone(kind: .manifest, key: digest.description).remove(repository: repository.id, in: context)
        context.changes.append(.manifestPublished(repository.name, digest))
        return manifest
    }

    private func point(_ tag: TagName, at target: Int64, in repository: inout RepositoryRow, _ context: inout WriteContext) throws {
        let generation = repository.bumpGeneration()
        try context.execute(Queries.restoreTag, [id, target, generation])
        try ManifestRow.noteTagged(target, in: context)
        try Tombstone(kind: .tag, key: tag.value).remove(repository: repository.id, in: context)
        let kind = try context.db.row(Queries.trashedKind, [id]).map { $0[0] as String? } ?? nil
        switch (TagShape(tag), kind) {
        case (.stage(let stage), "stage"):
            let isRejected = try context.db.row(Queries.serviceTagExists, [repository.id, "\(stage)-rejected"]) != nil
            try context.execute(Queries.restoreStage, [id, stage.signature.value, stage.uniqueID, isRejected])
            try TagMeaning.touch(stage.signature, at: generation, in: repository, &context)
        case (.service(let service), _):
            try context.execute(Queries.restoreServiceTag, [id])
            try TagMeaning.reject(service, true, at: generation, in: repository, &context)
        case (_, "image"):
            try context.execute(Queries.restoreImage, [id])
        default:
            throw CatalogError.damagedRow("an entry of the trash, of \(tag) in \(repository.name),")
        }
        context.changes.append(.tagMoved(repository.name, tag, digest))
    }

    /// Removes the entry. A manifest that nothing else keeps is looked at by the collector.
    private func remove(in context: borrowing WriteContext) throws {
        try context.execute(Queries.deleteTrash, [id])
        try Self.reviewIfDetached(manifest, in: context)
    }

    private static func reviewIfDetached(_ manifest: Int64, in context: borrowing WriteContext) throws {
        guard try context.db.row(Queries.isDetached, [manifest]) != nil else { return }
        try review(manifest, in: context)
    }

    /// Has the collector look at a manifest as soon as it can: whether anything still needs it.
    ///
    /// - Parameter lostAt: When it lost what needed it, if it has been in the trash since.
    static func review(_ manifest: Int64, lostAt: Timestamp? = nil, in context: borrowing WriteContext) throws {
        try context.execute(Queries.reviewManifest, [manifest, context.now.millisecondsSince1970, lostAt?.millisecondsSince1970])
    }
}
