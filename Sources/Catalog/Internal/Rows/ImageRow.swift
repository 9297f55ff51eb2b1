import GRDB
import OCIModel
import StageModel

/// A row of `images`.
struct ImageRow {
    let tag: TagName
    let facts: ImageFacts
    let isRecorded: Bool

    static func find(_ tag: TagName, in repository: Int64, _ context: borrowing WriteContext) throws -> ImageRow? {
        try context.db.row(Queries.imageFacts, [repository, tag.value]).map { row in
            ImageRow(tag: tag, facts: try row.imageFacts(from: 1), isRecorded: row[0])
        }
    }

    func insert(repository: Int64, in context: borrowing WriteContext) throws {
        try context.execute(
            """
            INSERT INTO images (repository_id, tag, size, image_name, strategy, git_reference, commits, imports, signature, is_recorded)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                repository, tag.value, facts.size, facts.imageName, facts.strategy?.rawValue, facts.gitReference,
                CommitText.encode(facts.commits), ImportText.encode(facts.imports), facts.signature?.value, isRecorded,
            ])
    }
}

extension Row {
    /// Reads the columns of ``Queries/imageColumns``, from `first` on.
    func imageFacts(from first: Int) throws -> ImageFacts {
        ImageFacts(
            imageName: self[first + 1], strategy: (self[first + 2] as String?).flatMap(TagStrategy.init(rawValue:)), gitReference: self[first + 3],
            commits: try CommitText.decode(self[first + 4]), imports: ImportText.decode(self[first + 5]),
            signature: (self[first + 6] as String?).flatMap { Signature($0) }, size: self[first])
    }

    /// Reads the columns of ``Queries/images``.
    func image() throws -> ImageListing.Entry {
        let facts = try imageFacts(from: 3)
        return ImageListing.Entry(
            tag: self[0], digest: self[1], size: facts.size, publishedAt: self[2], imageName: facts.imageName, strategy: facts.strategy,
            gitReference: facts.gitReference, commits: facts.commits, signature: facts.signature)
    }
}
