import ContentHashing
import GRDB
import OCIModel
import StageModel

/// Keeps the row that says what a tag means. Each tag has exactly one, in `stages`, `images` or `service_tags`, and no such row
/// is without its tag.
enum TagMeaning {
    static func insert(
        _ tag: TagName, _ facts: TagFacts, isRecorded: Bool, digest: Digest, at generation: Int64, in repository: RepositoryRow,
        _ context: inout WriteContext
    ) throws {
        switch facts {
        case .stage(let stage, let facts):
            try StageRow(stage: stage, facts: facts, digest: digest).insert(repository: repository.id, in: context)
            try touch(stage.signature, at: generation, in: repository, &context)
        case .image(let facts):
            try ImageRow(tag: tag, facts: facts, isRecorded: isRecorded).insert(repository: repository.id, in: context)
        case .service(let service, let labels):
            try ServiceTagRow(tag: tag, service: service, labels: labels).insert(repository: repository.id, in: context)
            try reject(service, true, at: generation, in: repository, &context)
        }
    }

    /// What was recorded of a tag stays with it; what was read from the image goes with the image.
    static func replace(
        _ tag: TagName, by facts: TagFacts, isRecorded: Bool, digest: Digest, at generation: Int64, in repository: RepositoryRow,
        _ context: inout WriteContext
    ) throws {
        var facts = facts
        var keepsRecord = false
        if !isRecorded, let old = try ImageRow.find(tag, in: repository.id, context), old.isRecorded {
            facts = .image(old.facts.recorded(over: facts))
            keepsRecord = true
        }
        try remove(tag, TagShape(tag), at: generation, in: repository, &context)
        try insert(tag, facts, isRecorded: isRecorded || keepsRecord, digest: digest, at: generation, in: repository, &context)
    }

    /// - Parameter shape: The tag's.
    static func remove(
        _ tag: TagName, _ shape: TagShape, at generation: Int64, in repository: RepositoryRow, _ context: inout WriteContext
    ) throws {
        switch shape {
        case .service(let service):
            try context.execute("DELETE FROM service_tags WHERE repository_id = ? AND tag = ?", [repository.id, tag.value])
            guard context.db.changesCount == 0 else { return try reject(service, false, at: generation, in: repository, &context) }
        case .stage(let stage):
            try context.execute(
                "DELETE FROM stages WHERE repository_id = ? AND signature = ? AND unique_id = ?",
                [repository.id, stage.signature.value, stage.uniqueID])
            guard context.db.changesCount == 0 else { return try touch(stage.signature, at: generation, in: repository, &context) }
        case .image: break
        }
        try context.execute("DELETE FROM images WHERE repository_id = ? AND tag = ?", [repository.id, tag.value])
    }

    /// Whether exactly these facts are recorded of the tag.
    static func isRecorded(_ facts: TagFacts, of tag: TagName, in repository: Int64, _ context: borrowing WriteContext) throws -> Bool {
        guard case .image(let facts) = facts, let row = try ImageRow.find(tag, in: repository, context) else { return false }
        return row.isRecorded && row.facts == facts
    }

    /// Hides a stage, or shows it again.
    static func reject(
        _ service: ServiceTag, _ isRejected: Bool, at generation: Int64, in repository: RepositoryRow, _ context: inout WriteContext
    ) throws {
        guard case .rejected(let stage) = service else { return }
        try context.execute(
            "UPDATE stages SET is_rejected = ? WHERE repository_id = ? AND signature = ? AND unique_id = ? AND is_rejected <> ?1",
            [isRejected, repository.id, stage.signature.value, stage.uniqueID])
        if context.db.changesCount > 0 { try touch(stage.signature, at: generation, in: repository, &context) }
    }

    /// Notes that something changed under a signature.
    static func touch(
        _ signature: Signature, at generation: Int64, in repository: RepositoryRow, _ context: inout WriteContext
    ) throws {
        try context.execute(
            """
            INSERT INTO stage_signatures (repository_id, signature, generation) VALUES (?, ?, ?)
              ON CONFLICT DO UPDATE SET generation = excluded.generation
            """, [repository.id, signature.value, generation])
        let change = Change.stagesChanged(repository.name, signature)
        if context.changes.last != change { context.changes.append(change) }
    }
}

extension ImageFacts {
    /// The facts of an image that took this one's tag: those of the tag stay where the new ones don't know better.
    fileprivate func recorded(over facts: TagFacts) -> ImageFacts {
        var new = ImageFacts()
        switch facts {
        case .image(let facts): new = facts
        case .stage(let stage, let facts):
            new = ImageFacts(
                imageName: facts.imageName, gitReference: facts.gitReference, commits: facts.commits, imports: facts.imports,
                signature: stage.signature, size: facts.size)
        case .service: break
        }
        new.strategy = strategy
        new.imageName = new.imageName ?? imageName
        new.gitReference = gitReference ?? new.gitReference
        return new
    }
}
