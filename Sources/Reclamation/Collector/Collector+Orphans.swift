import BlobStore
import Catalog
import ContentHashing
import ImageStore
import Logging
import StageModel
import Synchronization

extension Collector {
    private static let orphansAtOnce = 100
    private static let digestsAtOnce = 500

    /// Removes files that no row knows: what a crash or a power cut left behind. Asks neither for their age nor for the grace: such
    /// a file is there for nobody, and one that is being pushed is held.
    ///
    /// A part of the store that can't be read is left for the next time.
    func removeOrphans() async throws {
        var strangers = 0
        for shard in BlobShard.all {
            try Task.checkCancellation()
            do {
                strangers += try await removeOrphans(in: shard)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                recordFailure("files of \(shard.algorithm.rawValue) could not be looked through", error)
            }
        }
        if strangers > 0 {
            logger.warning("there are files among the blobs that are no blobs, and are left alone", metadata: ["count": "\(strangers)"])
        }
        let now = clock()
        state.withLock { state in
            state.lastOrphanScanAt = now
            state.strangeFiles = Int64(strangers)
        }
    }

    /// - Returns: How many files there are no blobs.
    private func removeOrphans(in shard: BlobShard) async throws -> Int {
        let listing = try await blobs.digests(in: shard)
        for start in stride(from: 0, to: listing.digests.count, by: Self.digestsAtOnce) {
            let some = Array(listing.digests[start..<min(start + Self.digestsAtOnce, listing.digests.count)])
            var unknown = try await catalog.unknownDigests(of: some)[...]
            while !unknown.isEmpty {
                let count = try await nextBatch(upTo: Self.orphansAtOnce)
                try await removeOrphans(Array(unknown.prefix(count)))
                unknown = unknown.dropFirst(count)
            }
        }
        return listing.strangers
    }

    private func removeOrphans(_ digests: [Digest]) async throws {
        // One that is held is being pushed. One whose push has ended has a row by now, so they are looked up again.
        let claimed = store.removals.claim(digests)
        defer { store.removals.finish(claimed) }
        let orphans = try await catalog.unknownDigests(of: Array(claimed))
        var removed = 0
        for orphan in orphans {
            do {
                try await removeBytes(of: orphan)
                removed += 1
            } catch {
                recordFailure("a file without a row could not be removed, which is tried again", error)
            }
        }
        state.withLock { state in
            state.totals.orphans += Int64(removed)
            state.pace.count(removed, at: instant())
        }
    }
}
