import ContentHashing
import GRDB
import OCIModel
import StageModel

/// A row of `stages`.
struct StageRow {
    let stage: StageTag
    let facts: StageFacts
    let digest: Digest

    /// Whether the tag of a stage has a target, or its mark of rejection is there.
    static func isTaken(_ stage: StageTag, in repository: Int64, _ context: borrowing WriteContext) throws -> Bool {
        if try context.integer(Queries.tagTarget, [repository, stage.text]) != nil { return true }
        return try context.db.row(Queries.serviceTagExists, [repository, "\(stage)-rejected"]) != nil
    }

    /// Stores a stage that is new; rejected, if its mark is there already.
    func insert(repository: Int64, in context: borrowing WriteContext) throws {
        let isRejected = try context.db.row(Queries.serviceTagExists, [repository, "\(stage)-rejected"]) != nil
        try context.execute(
            """
            INSERT INTO stages (repository_id, signature, unique_id, digest, size, published_at, stage_name, image_name, parent,
                git_reference, commits, imports, build_milliseconds, is_rejected)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                repository, stage.signature.value, stage.uniqueID, digest.description, facts.size, context.now.millisecondsSince1970,
                facts.stageName, facts.imageName, facts.parent, facts.gitReference, CommitText.encode(facts.commits),
                ImportText.encode(facts.imports), facts.buildDuration?.milliseconds, isRejected,
            ])
    }
}

extension Row {
    /// Reads the columns of ``Queries/stageColumns``, from `first` on.
    func candidate(_ signature: Signature, from first: Int) throws -> StageCandidate {
        StageCandidate(
            tag: StageTag(signature: signature, uniqueID: self[first]).text, uniqueID: self[first], digest: self[first + 1], size: self[first + 2],
            publishedAt: self[first + 3], commits: try CommitText.decode(self[first + 4]), stageName: self[first + 5],
            imageName: self[first + 6], parent: self[first + 7], gitReference: self[first + 8], buildTime: self[first + 9])
    }

    /// Reads the columns of ``Queries/stagesByTag``.
    func listedStage() throws -> StageListing.Entry {
        let signature = try signature(0)
        return StageListing.Entry(
            stage: try candidate(signature, from: 4), signature: signature, hits: self[1], lastUsedAt: self[2], isRejected: self[3])
    }

    func signature(_ index: Int) throws -> Signature {
        guard let signature = Signature(self[index] as String) else { throw CatalogError.damagedRow("a signature") }
        return signature
    }
}

extension StageCandidate {
    init(_ stage: StageTag, _ facts: StageFacts, digest: Digest, at now: Timestamp) {
        self.init(
            tag: stage.text, uniqueID: stage.uniqueID, digest: digest.description, size: facts.size, publishedAt: now.millisecondsSince1970,
            commits: facts.commits, stageName: facts.stageName, imageName: facts.imageName, parent: facts.parent,
            gitReference: facts.gitReference, buildTime: facts.buildDuration?.milliseconds)
    }
}
