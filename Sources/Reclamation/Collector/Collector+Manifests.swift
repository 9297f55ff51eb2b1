import Catalog
import ContentHashing
import ImageStore
import StageModel

extension Collector {
    private static let manifestsAtOnce = 100

    /// Removes the manifests that are due and that nothing needs. Each may bring others into the queue, its entries and referrers,
    /// so it goes on until none is left.
    func collectManifests() async throws {
        while try await collectManifestsOnce() {}
    }

    /// - Returns: Whether another look is needed.
    private func collectManifestsOnce() async throws -> Bool {
        let now = clock()
        var (place, isAgainNeeded) = (Review.Place.beginning, false)
        while true {
            try Task.checkCancellation()
            let reviews = try await catalog.dueManifestReviews(by: now, after: place, limit: Self.manifestsAtOnce)
            guard let last = reviews.last else { return isAgainNeeded }
            place = Review.Place(after: last)
            let damaged = reviews.filter { $0.digest == nil }.map(\.id)
            if !damaged.isEmpty { try await postponeManifests(damaged, because: .damagedDigests(of: damaged)) }
            let outcome = try await decide(reviews, dueBy: now)
            record { totals in
                totals.deletedManifests += Int64(outcome.deleted)
                totals.revived += Int64(outcome.renewed)
            }
            if outcome.deleted > 0 || outcome.unreached > 0 { isAgainNeeded = true }
        }
    }

    private func decide(_ reviews: [Review], dueBy now: Timestamp) async throws -> ManifestReviewOutcome {
        do {
            let claimed = store.removals.claim(reviews.compactMap(\.digest))
            defer { store.removals.finish(claimed) }
            let ids = reviews.filter { $0.digest.map { claimed.contains($0) } ?? false }.map(\.id)
            guard !ids.isEmpty else { return ManifestReviewOutcome() }
            let (graces, later) = (store.graces, clock().advanced(by: grace))
            return try await store.removing {
                try await catalog.reviewManifests(ids, dueBy: now, isTouched: { graces.wasTouched($0) }, later: later)
            }
        } catch let error where Self.isDamage(error) {
            guard reviews.count > 1 else {
                try await postponeManifests(reviews.map(\.id), because: error)
                return ManifestReviewOutcome()
            }
            let half = reviews.count / 2
            let first = try await decide(Array(reviews[..<half]), dueBy: now)
            return first + (try await decide(Array(reviews[half...]), dueBy: now))
        }
    }

    private func postponeManifests(_ ids: [Int64], because error: any Error) async throws {
        recordFailure("manifests can't be looked at, and stay", error, count: ids.count)
        try await store.removing { try await catalog.postponeManifestReviews(ids) { RetryDelay.after(attempts: $0) } }
    }
}

extension Error where Self == CatalogError {
    static func damagedDigests(of ids: [Int64]) -> CatalogError {
        CatalogError(
            .damaged, "the digests of rows \(ids.prefix(8).map(String.init).joined(separator: ", ")) can't be read; look at them with sqlite3")
    }
}
