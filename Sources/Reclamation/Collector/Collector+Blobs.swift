import BlobStore
import Catalog
import ContentHashing
import ImageStore
import StageModel
import Synchronization

extension Collector {
    private typealias Marked = BlobReviewOutcome.Marked

    private static let blobsAtOnce = 250
    /// Batches whose bytes are being removed while the next one is decided.
    private static let batchesInFlight = 2
    /// Files that are removed at the same time.
    private static let removers = 4

    /// Removes the blobs that are due and that nothing needs.
    func collectBlobs() async throws {
        while try await collectBlobsOnce() {}
    }

    /// - Returns: Whether another look is needed.
    private func collectBlobsOnce() async throws -> Bool {
        let now = clock()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            var (place, isAgainNeeded, inFlight) = (Review.Place.beginning, false, 0)
            while true {
                let limit = try await nextBatch(upTo: Self.blobsAtOnce)
                let reviews = try await catalog.dueBlobReviews(by: now, after: place, limit: limit)
                guard let last = reviews.last else { break }
                place = Review.Place(after: last)
                let damaged = reviews.filter { $0.digest == nil }.map(\.id)
                if !damaged.isEmpty { try await postpone(damaged, "blobs can't be looked at, and stay", because: .damagedDigests(of: damaged)) }
                if inFlight == Self.batchesInFlight {
                    try await group.next()
                    inFlight -= 1
                }
                let (marked, isReached) = try await decide(reviews, dueBy: now)
                if !isReached { isAgainNeeded = true }
                guard !marked.isEmpty else { continue }
                inFlight += 1
                group.addTask { await self.remove(marked) }
            }
            try await group.waitForAll()
            return isAgainNeeded
        }
    }

    /// Waits as the rate demands.
    ///
    /// - Returns: How many may be removed then.
    func nextBatch(upTo limit: Int) async throws -> Int {
        let (batch, delay) = state.withLock { ($0.pace.batch(upTo: limit), $0.pace.delay(at: instant())) }
        if delay > .zero { try await pause(delay) } else { try Task.checkCancellation() }
        return batch
    }

    // MARK: - Deciding

    /// Claims what is due and has the catalog decide.
    ///
    /// - Returns: What was marked and is still claimed, and whether all was looked at.
    private func decide(_ reviews: [Review], dueBy now: Timestamp) async throws -> (marked: [Marked], isReached: Bool) {
        let claimed = store.removals.claim(reviews.compactMap(\.digest))
        let ids = reviews.filter { $0.digest.map { claimed.contains($0) } ?? false }.map(\.id)
        guard !ids.isEmpty else { return ([], true) }
        let (graces, later) = (store.graces, clock().advanced(by: grace))
        let outcome: BlobReviewOutcome
        do {
            outcome = try await store.removing {
                try await catalog.reviewBlobs(ids, dueBy: now, isTouched: { graces.wasTouched($0) }, later: later)
            }
        } catch {
            store.removals.finish(claimed)
            guard Self.isDamage(error) else { throw error }
            guard reviews.count > 1 else {
                try await postpone(ids, "a blob can't be looked at, and stays", because: error)
                return ([], true)
            }
            let half = reviews.count / 2
            let first = try await decide(Array(reviews[..<half]), dueBy: now)
            do {
                let second = try await decide(Array(reviews[half...]), dueBy: now)
                return (first.marked + second.marked, first.isReached && second.isReached)
            } catch {
                store.removals.finish(first.marked.map(\.digest))
                throw error
            }
        }
        let marked = Set(outcome.marked.map(\.digest))
        store.removals.decide(marked)
        store.removals.finish(claimed.subtracting(marked))
        state.withLock { state in
            state.totals.kept += Int64(outcome.kept)
            state.totals.revived += Int64(outcome.renewed)
            state.pace.count(outcome.marked.count, at: instant())
        }
        return (outcome.marked, outcome.unreached == 0)
    }

    // MARK: - Removing

    /// Removes the bytes of blobs that are marked and claimed, then their rows, and gives the claims back. What fails stays marked
    /// and is tried again.
    private func remove(_ marked: [Marked]) async {
        defer { store.removals.finish(marked.map(\.digest)) }
        let failed = await removeBytes(of: marked)
        let removed = failed.isEmpty ? marked : marked.filter { failed[$0.id] == nil }
        do {
            if let error = failed.values.first {
                try await postpone(Array(failed.keys), "bytes of blobs could not be removed, which is tried again", because: error)
            }
            guard !removed.isEmpty else { return }
            _ = try await store.removing { try await catalog.forgetBlobs(removed.map(\.id)) }
            record { totals in
                totals.deletedBlobs += Int64(removed.count)
                totals.deletedBytes += removed.reduce(0) { $0 + $1.size }
            }
        } catch {
            recordFailure("rows of removed blobs could not be written, which is tried again", error)
        }
    }

    /// - Returns: What failed, by the ids of the blobs.
    private func removeBytes(of marked: [Marked]) async -> [Int64: any Error] {
        let step = max(1, (marked.count + Self.removers - 1) / Self.removers)
        return await withTaskGroup(of: [Int64: any Error].self) { group in
            for start in stride(from: 0, to: marked.count, by: step) {
                let part = marked[start..<min(start + step, marked.count)]
                group.addTask {
                    var failed: [Int64: any Error] = [:]
                    for blob in part {
                        do {
                            try await self.removeBytes(of: blob.digest)
                        } catch {
                            failed[blob.id] = error
                        }
                    }
                    return failed
                }
            }
            return await group.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        }
    }

    func removeBytes(of digest: Digest) async throws {
        do {
            try await blobs.remove(digest)
        } catch let error as BlobStoreError where error.code == .noSpace {
            // Some file systems need room to remove something; the store has given up its reserve meanwhile.
            try await blobs.remove(digest)
        }
    }

    private func postpone(_ ids: [Int64], _ what: String, because error: any Error) async throws {
        recordFailure(what, error, count: ids.count)
        try await store.removing { try await catalog.postponeBlobReviews(ids) { RetryDelay.after(attempts: $0) } }
    }
}
