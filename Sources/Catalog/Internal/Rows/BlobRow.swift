import ContentHashing
import GRDB
import StageModel

/// A row of `blobs`.
struct BlobRow {
    let id: Int64
    let record: BlobRecord
    /// The collector is about to remove it; no repository holds it.
    let isDeleting: Bool

    init(id: Int64, record: BlobRecord, isDeleting: Bool) {
        self.id = id
        self.record = record
        self.isDeleting = isDeleting
    }

    /// Reads the columns of ``Queries/blobByDigest``.
    init(_ row: Row, digest: Digest) {
        self.id = row[0]
        self.record = BlobRecord(digest: digest, size: row[1], isSuspect: row[2], proofs: row[3], createdAt: row.timestamp(4))
        self.isDeleting = row[5]
    }

    static func find(_ digest: Digest, in context: borrowing WriteContext) throws -> BlobRow? {
        try context.db.row(Queries.blobByDigest, [digest.description]).map { BlobRow($0, digest: digest) }
    }

    /// Lets the repository hold the blob.
    ///
    /// - Returns: False where it did already.
    func link(to repository: inout RepositoryRow, in context: inout WriteContext) throws -> Bool {
        guard try context.db.row(Queries.linkExists, [repository.id, id]) == nil else { return false }
        try context.execute(
            "INSERT INTO blob_links (repository_id, blob_id, generation, created_at) VALUES (?, ?, ?, ?)",
            [repository.id, id, repository.bumpGeneration(), context.now.millisecondsSince1970])
        try Tombstone(kind: .blob, key: record.digest.description).remove(repository: repository.id, in: context)
        context.changes.append(.blobLinked(repository.name, record.digest))
        return true
    }
}
