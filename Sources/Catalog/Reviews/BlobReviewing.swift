import ContentHashing
import GRDB
import OCIModel
import StageModel

/// The review of some blobs inside of one operation of the writer.
struct BlobReviewing {
    /// After this no further blob is looked at.
    static let maximumWork: Duration = .milliseconds(4)
    /// A blob that more references name keeps all its links: finding out whose they are would take too long.
    static let referencesLookedAt = 200
    /// Links that are dropped with one hold of the writer.
    static let linksDroppedAtOnce = 500

    private static let blobsReadAtOnce = 32

    private struct Blob {
        let id: Int64
        let digest: Digest
        let size: Int64
        let isDeleting: Bool
        let isReferenced: Bool
    }

    let later: Timestamp
    private var outcome = BlobReviewOutcome()
    private var isLate = false
    private var repositories: [Int64: RepositoryRow] = [:]

    init(later: Timestamp) {
        self.later = later
    }

    mutating func run(
        _ ids: [Int64], dueBy time: Timestamp, isTouched: (Digest) -> Bool, in context: inout WriteContext
    ) throws -> BlobReviewOutcome {
        let deadline = ContinuousClock.now + Self.maximumWork
        var (kept, touched, marked, retried): ([Int64], [Int64], [Blob], [Blob]) = ([], [], [], [])
        for start in stride(from: 0, to: ids.count, by: Self.blobsReadAtOnce) {
            let some = ids[start..<min(start + Self.blobsReadAtOnce, ids.count)]
            let blobs = try context.db.rows(Queries.blobsToReview, [some.json, time.millisecondsSince1970]) { row in
                Blob(id: row[0], digest: try row.digest(1), size: row[2], isDeleting: row[3], isReferenced: row[4])
            }
            for blob in blobs {
                if isLate {
                    outcome.unreached += 1
                } else if blob.isDeleting {
                    // No repository holds it, and its bytes may be gone, also where an index was pushed since that names it.
                    retried.append(blob)
                } else if blob.isReferenced {
                    switch try keep(blob, isTouched: isTouched, &context) {
                    case .done: kept.append(blob.id)
                    case .renewed: touched.append(blob.id)
                    case .unfinished: outcome.unreached += 1
                    }
                    isLate = ContinuousClock.now >= deadline
                } else if isTouched(blob.digest) {
                    touched.append(blob.id)
                } else {
                    marked.append(blob)
                }
            }
            // The marks of what was decided so far are still to come.
            isLate = isLate || ContinuousClock.now >= deadline
            guard !isLate else {
                outcome.unreached += ids.count - some.endIndex
                break
            }
        }
        marked = try mark(marked, &context)
        if !kept.isEmpty { try context.execute(Queries.dropReviews, [kept.json]) }
        if !touched.isEmpty { try context.execute(Queries.postponeReviews, [later.millisecondsSince1970, touched.json]) }
        for repository in repositories.values { try repository.save(in: context) }
        outcome.kept = kept.count
        outcome.renewed = touched.count
        outcome.marked = (marked + retried).map { BlobReviewOutcome.Marked(id: $0.id, digest: $0.digest, size: $0.size) }
        return outcome
    }

    // MARK: - What is needed

    private enum Keeping { case done, renewed, unfinished }

    /// Drops the links of repositories whose manifests don't name the blob, unless somebody asked for it: who heard that it is there
    /// may be about to push a manifest.
    private mutating func keep(_ blob: Blob, isTouched: (Digest) -> Bool, _ context: inout WriteContext) throws -> Keeping {
        // A manifest without an owner is being written or removed, and doesn't say where.
        let owners = try context.db.rows(Queries.ownersOfReferences, [blob.digest.description, Self.referencesLookedAt + 1]) { row in
            (row[0] as Int64?) ?? (row[1] as Int64?)
        }
        let needed = Set(owners.compactMap { $0 })
        guard owners.count <= Self.referencesLookedAt, owners.allSatisfy({ $0 != nil }) else { return .done }
        let links = try context.db.rows(Queries.linksOfBlob, [blob.id, Self.linksDroppedAtOnce + 1]) { $0[0] as Int64 }
        let unneeded = links.filter { !needed.contains($0) }
        guard !unneeded.isEmpty else { return .done }
        guard !isTouched(blob.digest) else { return .renewed }
        for repository in unneeded {
            try context.execute("DELETE FROM blob_links WHERE repository_id = ? AND blob_id = ?", [repository, blob.id])
            try bury([blob], from: repository, &context)
        }
        guard links.count > Self.linksDroppedAtOnce else { return .done }
        try context.execute(Queries.postponeReviews, [context.now.millisecondsSince1970, [blob.id].json])
        return .unfinished
    }

    // MARK: - What isn't

    /// Marks as many of the blobs as it can.
    ///
    /// - Returns: Those that it marked.
    private mutating func mark(_ blobs: [Blob], _ context: inout WriteContext) throws -> [Blob] {
        var blobs = blobs
        while !blobs.isEmpty {
            let ids = blobs.map(\.id).json
            let links = try context.db.rows(Queries.linksOfBlobs, [ids, Self.linksDroppedAtOnce + 1]) { ($0[0] as Int64, $0[1] as Int64) }
            guard links.count > Self.linksDroppedAtOnce else {
                try context.execute(Queries.markDeleting, [ids])
                try drop(links, of: blobs, ids, &context)
                return blobs
            }
            guard blobs.count > 1 else {
                try dropSome(links, of: blobs[0], &context)
                outcome.unreached += 1
                return []
            }
            outcome.unreached += blobs.count - blobs.count / 2
            blobs.removeLast(blobs.count - blobs.count / 2)
        }
        return []
    }

    private mutating func drop(_ links: [(repository: Int64, blob: Int64)], of blobs: [Blob], _ ids: String, _ context: inout WriteContext) throws {
        guard !links.isEmpty else { return }
        try context.execute(Queries.dropLinks, [ids])
        let byID = Dictionary(uniqueKeysWithValues: blobs.map { ($0.id, $0) })
        for (repository, links) in Dictionary(grouping: links, by: \.repository) {
            try bury(links.compactMap { byID[$0.blob] }, from: repository, &context)
        }
    }

    /// Very many repositories hold it: that ends in several steps, the mark comes with the last.
    private mutating func dropSome(_ links: [(repository: Int64, blob: Int64)], of blob: Blob, _ context: inout WriteContext) throws {
        for link in links {
            try context.execute("DELETE FROM blob_links WHERE repository_id = ? AND blob_id = ?", [link.repository, blob.id])
            try bury([blob], from: link.repository, &context)
        }
        // That queued it anew.
        try context.execute(Queries.postponeReviews, [context.now.millisecondsSince1970, [blob.id].json])
    }

    /// Notes in a repository that it doesn't hold the blobs any more. They share a generation.
    private mutating func bury(_ blobs: [Blob], from repository: Int64, _ context: inout WriteContext) throws {
        var row = try repositories[repository] ?? RepositoryRow.find(id: repository, in: context)
        try context.execute(
            Queries.buryLinks, [row.id, row.bumpGeneration(), context.now.millisecondsSince1970, blobs.map(\.id).json])
        context.changes += blobs.map { .blobUnlinked(row.name, $0.digest) }
        repositories[repository] = row
    }
}

extension RepositoryRow {
    /// The repository that a row of another table belongs to.
    static func find(id: Int64, in context: borrowing WriteContext) throws -> RepositoryRow {
        guard let row = try context.db.row(Queries.repositoryByID, [id]) else { throw CatalogError.damagedRow("a row of no repository,") }
        return RepositoryRow(id: row[0], name: try row.repositoryName(2), generation: row[1], storedGeneration: row[1])
    }
}
