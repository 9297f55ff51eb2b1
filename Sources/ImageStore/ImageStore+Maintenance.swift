import BlobStore
import Catalog
import Logging
import OCIModel
import StageModel

extension ImageStore {
    /// Removes the files of uploads that the catalog doesn't know: of requests that a crash ended. For the start, before
    /// the first request. One that can't be removed is logged and left.
    package func removeOrphanedUploads() async throws {
        for id in try await blobs.uploadIDs() where try await catalog.upload(id) == nil {
            do {
                try await blobs.discardUpload(id)
            } catch {
                logger.warning("an orphaned upload could not be removed", metadata: ["upload": "\(id)", "error": "\(error)"])
            }
        }
    }

    /// Gives up the uploads that nobody has touched for a while. One that can't be given up is logged and tried again with
    /// the next call.
    ///
    /// - Returns: how many were given up.
    package func expireUploads(idleFor age: Duration) async throws -> Int {
        let limit = clock().advanced(by: .zero - age)
        var count = 0
        for record in try await catalog.uploads(idleSince: limit, limit: 1000) {
            do {
                // It may have been touched since the list was made.
                let isExpired = try await cancelUpload(record.id, in: record.repository) { $0.touchedAt <= limit }
                if isExpired { count += 1 }
            } catch let error as OCIError where error.code == .uploadBusy || error.code == .uploadUnknown {
                continue
            } catch {
                logger.warning("an abandoned upload could not be removed", metadata: ["upload": "\(record.id)", "error": "\(error)"])
            }
        }
        return count
    }
}
