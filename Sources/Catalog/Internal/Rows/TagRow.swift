import ContentHashing
import GRDB
import OCIModel
import StageModel

/// A tag inside an operation, and what it means.
struct TagRow {
    let name: TagName
    let facts: TagFacts
    /// The facts were asked for, rather than read from the image.
    let isRecorded: Bool

    /// Points the tag at a manifest of the repository. One that points there already stays as it is, unless facts are recorded
    /// that are new.
    func point(at target: (id: Int64, digest: Digest), in repository: inout RepositoryRow, _ context: inout WriteContext) throws {
        let now = context.now.millisecondsSince1970
        let present = try context.integer(Queries.tagTarget, [repository.id, name.value])
        if present == target.id {
            // No change; but it was published anew, which a cleanup that is under way has to know.
            try context.execute("UPDATE tags SET updated_at = ? WHERE repository_id = ? AND name = ?", [now, repository.id, name.value])
            guard isRecorded, try !TagMeaning.isRecorded(facts, of: name, in: repository.id, context) else { return }
            let generation = repository.bumpGeneration()
            try context.execute("UPDATE tags SET generation = ? WHERE repository_id = ? AND name = ?", [generation, repository.id, name.value])
            try TagMeaning.replace(name, by: facts, isRecorded: true, digest: target.digest, at: generation, in: repository, &context)
            return
        }
        let generation = repository.bumpGeneration()
        try ManifestRow.noteTagged(target.id, in: context)
        if let present {
            try context.execute(
                "UPDATE tags SET manifest_id = ?, generation = ?, updated_at = ? WHERE repository_id = ? AND name = ?",
                [target.id, generation, now, repository.id, name.value])
            try ManifestRow.noteUntagged(present, in: context)
            try TagMeaning.replace(name, by: facts, isRecorded: isRecorded, digest: target.digest, at: generation, in: repository, &context)
        } else {
            try context.execute(
                "INSERT INTO tags (repository_id, name, manifest_id, generation, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
                [repository.id, name.value, target.id, generation, now, now])
            try Tombstone(kind: .tag, key: name.value).remove(repository: repository.id, in: context)
            try TagMeaning.insert(name, facts, isRecorded: isRecorded, digest: target.digest, at: generation, in: repository, &context)
        }
        context.changes.append(.tagMoved(repository.name, name, target.digest))
    }
}
