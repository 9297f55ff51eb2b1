import ContentHashing
import GRDB
package import OCIModel
package import StageModel

/// Records of open uploads. They are relaxed: see ``UploadRecord``.
extension Catalog {
    /// Records an upload. One of the same id is replaced.
    package func openUpload(_ record: UploadRecord) async throws {
        try await writer.write(.relaxed) { context in
            try context.execute(
                """
                INSERT INTO uploads (id, repository, algorithm, offset, started_at, touched_at) VALUES (?, ?, ?, ?, ?, ?)
                  ON CONFLICT DO UPDATE SET repository = excluded.repository, algorithm = excluded.algorithm, offset = excluded.offset,
                    started_at = excluded.started_at, touched_at = excluded.touched_at
                """,
                [
                    record.id.value, record.repository.value, record.algorithm.rawValue, record.offset, record.startedAt.millisecondsSince1970,
                    record.touchedAt.millisecondsSince1970,
                ])
        }
    }

    /// The upload, if it is open in this repository.
    package func upload(_ id: UploadID, in repository: RepositoryName) async throws -> UploadRecord? {
        let found = try await upload(id)
        return found?.repository == repository ? found : nil
    }

    /// The upload, whichever repository it is open in.
    package func upload(_ id: UploadID) async throws -> UploadRecord? {
        try await readOnce { db in try db.row(Queries.upload, [id.value])?.upload() }
    }

    /// Records how far an upload has come, in bytes, and that the upload is in use. Does nothing where it is not open.
    package func recordProgress(of id: UploadID, offset: Int64) async throws {
        try await writer.write(.relaxed) { context in
            try context.execute(
                "UPDATE uploads SET offset = ?, touched_at = ? WHERE id = ?", [offset, context.now.millisecondsSince1970, id.value])
        }
    }

    /// Forgets an upload that was finished, cancelled or given up. Does nothing where it is not open.
    package func closeUpload(_ id: UploadID) async throws {
        try await writer.write(.relaxed) { context in
            try context.execute("DELETE FROM uploads WHERE id = ?", [id.value])
        }
    }

    /// Uploads that nobody touched after `idleSince`, the longest idle first.
    package func uploads(idleSince: Timestamp, limit: Int) async throws -> [UploadRecord] {
        guard limit > 0 else { return [] }
        return try await readOnce { db in
            try db.rows(Queries.idleUploads, [idleSince.millisecondsSince1970, limit]) { try $0.upload() }
        }
    }
}
