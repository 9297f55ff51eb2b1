package import Catalog
package import ContentHashing
package import OCIModel
package import StageModel
import Synchronization

/// Counts how stages and manifests are used, in memory only: a hit writes nothing to the disk. ``ImageStore/flushUses()`` writes down
/// what has come together.
///
/// Bounded: what is asked of more repositories or stages between two flushes than fit is left out of the statistics. Cleanup
/// protects what is used, so of marks of use many more fit, a flush is asked for long before (``pressure``), and should they not fit all
/// the same, ``lostUsesAt`` says so.
package final class UseLedger: Sendable {
    private static let repositoryLimit = 10_000
    private static let stageLimit = 50_000
    /// Marks of use of one kind. With so many a flush is asked for,
    static let pressingMarks = 20_000
    /// and more than these are lost: about 100 MB.
    static let markLimit = 500_000
    /// Of those that don't exist yet.
    private static let unknownLimit = 1000

    /// Of those that have totals of their own, since each is a label of `/metrics` from then on.
    private static let namedLimit = 100

    private struct State {
        var batch = UseBatch()
        /// What is being written down: used, and perhaps not to be seen in the catalog yet.
        var flushing: [Int: UseBatch] = [:]
        var flushes = 0
        var lostUsesAt: Timestamp?
        var totals = UseBatch.Counts()
        var repositoryTotals: [RepositoryName: UseBatch.Counts] = [:]
        var otherTotals = UseBatch.Counts()
    }

    private let state: Mutex<State>
    private let clock: @Sendable () -> Timestamp
    private let pressureSource: AsyncStream<Void>.Continuation

    /// Says that much has come together, and should be written down now. For one listener.
    package let pressure: AsyncStream<Void>

    /// - Parameter lostUsesAt: As ``lostUsesAt``, from before the process.
    package init(lostUsesAt: Timestamp? = nil, clock: @escaping @Sendable () -> Timestamp = { .now() }) {
        self.clock = clock
        self.state = Mutex(State(lostUsesAt: lostUsesAt))
        (pressure, pressureSource) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Since the process began. Pulls of stages by their tags are in it from the next flush on.
    package var totals: UseBatch.Counts { state.withLock { $0.totals } }

    /// Since the process began, by repository, as far as it was written down: for the first hundred that were used, and for all
    /// others together, without a name.
    package var repositoryTotals: [(repository: RepositoryName?, counts: UseBatch.Counts)] {
        let (named, others) = state.withLock { ($0.repositoryTotals, $0.otherTotals) }
        return named.sorted { $0.key.value < $1.key.value }.map { ($0.key, $0.value) } + [(nil, others)]
    }

    /// Counts a lookup.
    ///
    /// - Parameters:
    ///   - hits: The signatures that have stages, which are marked as used.
    ///   - misses: How many have none.
    ///   - buildTimeSaved: What building would have taken, as far as the stages carry it.
    package func recordLookup(in repository: RepositoryName, hits: [Signature], misses: Int, buildTimeSaved: Duration = .zero) {
        var counts = UseBatch.Counts()
        counts.hits = Int64(hits.count)
        counts.misses = Int64(misses)
        counts.buildTimeSaved = buildTimeSaved.milliseconds
        state.withLock { state in
            Self.add(counts, of: repository, to: &state)
            for signature in hits {
                mark(UseBatch.Stages(repository: repository, signature: signature), in: &state.batch.lookups, &state.lostUsesAt)
            }
        }
    }

    /// Counts a pull of a manifest, and marks it as used. A tag of the shape of a stage's counts as a hit if it is one, which is found
    /// out at the flush.
    ///
    /// - Parameters:
    ///   - tag: By which it was asked for, if by one.
    ///   - isHit: False marks only.
    package func recordUse(of digest: Digest, tag: TagName?, in repository: RepositoryName, isHit: Bool) {
        let stage = tag.flatMap { StageTag.isStage($0) ? UseBatch.Stage(repository: repository, tag: $0) : nil }
        let manifest = UseBatch.Manifest(repository: repository, digest: digest)
        state.withLock { state in
            if state.batch.manifests.count < Self.markLimit || state.batch.manifests.contains(manifest) {
                state.batch.manifests.insert(manifest)
                if state.batch.manifests.count == Self.pressingMarks { pressureSource.yield() }
            } else {
                state.lostUsesAt = clock()
            }
            guard let stage, state.batch.pulls.count < Self.stageLimit || state.batch.pulls[stage] != nil else { return }
            // Protection goes by the manifest.
            state.batch.pulls[stage, default: 0] += isHit ? 1 : 0
        }
    }

    /// Counts that there was nothing under this tag, if it has the shape of a stage's.
    package func recordMiss(of tag: TagName, in repository: RepositoryName) {
        guard StageTag.isStage(tag) else { return }
        var counts = UseBatch.Counts()
        counts.misses = 1
        state.withLock { state in Self.add(counts, of: repository, to: &state) }
    }

    /// Counts bytes of blobs that a client is sent; all that it asked for, also if it goes away before the end.
    package func recordServed(_ bytes: Int64, of repository: RepositoryName) {
        var counts = UseBatch.Counts()
        counts.bytesServed = bytes
        state.withLock { state in Self.add(counts, of: repository, to: &state) }
    }

    private static func add(_ counts: UseBatch.Counts, of repository: RepositoryName, to state: inout State) {
        state.totals += counts
        guard state.batch.counts.count < repositoryLimit || state.batch.counts[repository] != nil else { return }
        state.batch.counts[repository, default: UseBatch.Counts()] += counts
    }

    /// Marks what was used, which is asked for in the transaction that deletes: see ``isUsed(_:tag:in:)``.
    private func mark<Key: Hashable>(_ key: Key, in marks: inout [Key: Int64], _ lostAt: inout Timestamp?) {
        guard marks.count < Self.markLimit || marks[key] != nil else {
            lostAt = clock()
            return
        }
        marks[key, default: 0] += 1
        if marks.count == Self.pressingMarks { pressureSource.yield() }
    }

    // MARK: - What is not written down yet

    /// When a mark of use was lost last, if one was, also by an earlier process. What was used before this moment may look unused.
    package var lostUsesAt: Timestamp? { state.withLock { $0.lostUsesAt } }

    /// Whether a manifest, or a stage under this tag, was used, as far as the catalog may not show it yet. May be called inside of a
    /// transaction: what it doesn't know the catalog then shows, to whoever looks there too.
    package func isUsed(_ digest: Digest, tag: TagName?, in repository: RepositoryName) -> Bool {
        // A plan asks for each of its thousands.
        let isQuiet = state.withLock { $0.batch.manifests.isEmpty && $0.batch.lookups.isEmpty && $0.flushing.isEmpty }
        guard !isQuiet else { return false }
        let manifest = UseBatch.Manifest(repository: repository, digest: digest)
        let stages = tag.flatMap { StageTag($0) }.map { UseBatch.Stages(repository: repository, signature: $0.signature) }
        return state.withLock { state in
            func isMarked(_ batch: UseBatch) -> Bool {
                batch.manifests.contains(manifest) || stages.map { batch.lookups[$0] != nil } ?? false
            }
            return isMarked(state.batch) || state.flushing.values.contains(where: isMarked)
        }
    }

    // MARK: -

    /// What is being written down.
    struct Flush: Sendable {
        let batch: UseBatch
        fileprivate let number: Int
    }

    /// Hands out what has come together. Until ``didWrite(_:)`` or ``putBack(_:)`` it counts as used all the same.
    func take() -> Flush {
        state.withLock { state in
            let flush = Flush(batch: state.batch, number: state.flushes)
            state.batch = UseBatch()
            state.flushes += 1
            if !flush.batch.isEmpty { state.flushing[flush.number] = flush.batch }
            return flush
        }
    }

    /// Forgets what was taken and is written down.
    func didWrite(_ flush: Flush) {
        state.withLock { state in state.flushing[flush.number] = nil }
    }

    /// Counts pulls that turned out to be of stages, and what was written down of repositories.
    func addToTotals(_ pulled: UseBatch.Counts, of repositories: [RepositoryName: UseBatch.Counts]) {
        state.withLock { state in
            state.totals += pulled
            for (repository, counts) in repositories {
                if state.repositoryTotals.count < Self.namedLimit || state.repositoryTotals[repository] != nil {
                    state.repositoryTotals[repository, default: UseBatch.Counts()] += counts
                } else {
                    state.otherTotals += counts
                }
            }
        }
    }

    /// Keeps the counts of repositories that don't exist, should they be made soon.
    func keep(_ unknown: [RepositoryName: UseBatch.Counts]) {
        var rest = UseBatch()
        rest.counts = Dictionary(uniqueKeysWithValues: unknown.prefix(Self.unknownLimit).map { ($0.key, $0.value) })
        state.withLock { state in Self.add(rest, to: &state) }
    }

    /// Takes back what could not be written down.
    func putBack(_ flush: Flush) {
        state.withLock { state in
            state.flushing[flush.number] = nil
            Self.add(flush.batch, to: &state)
        }
    }

    private static func add(_ batch: UseBatch, to state: inout State) {
        for (repository, counts) in batch.counts where state.batch.counts.count < repositoryLimit {
            state.batch.counts[repository, default: UseBatch.Counts()] += counts
        }
        for (stage, count) in batch.pulls where state.batch.pulls.count < stageLimit {
            state.batch.pulls[stage, default: 0] += count
        }
        // Twice as many as fit at most, and none is lost.
        for (stages, count) in batch.lookups { state.batch.lookups[stages, default: 0] += count }
        state.batch.manifests.formUnion(batch.manifests)
    }
}
