import BlobStore
import Catalog
import OCIModel

extension ImageStore {
    /// Removes the files of uploads that the catalog doesn't know: of requests that a crash ended. For the start, before
    /// the first request.
    package func removeOrphanedUploads() async throws {
        for id in try await blobs.uploadIDs() where try await catalog.upload(id) == nil {
            try await blobs.discardUpload(id)
        }
    }

    /// Gives up the uploads that nobody has touched for a while.
    ///
    /// - Returns: how many.
    package func expireUploads(idleFor age: Duration) async throws -> Int {
        let limit = Timestamp(millisecondsSince1970: clock().millisecondsSince1970 - Int64(age / .milliseconds(1)))
        var count = 0
        for record in try await catalog.uploads(idleSince: limit, limit: 1000) {
            do {
                try await cancelUpload(record.id, in: record.repository)
                count += 1
            } catch let error as OCIError where error.code == .uploadBusy || error.code == .uploadUnknown {
                continue
            }
        }
        return count
    }
}
