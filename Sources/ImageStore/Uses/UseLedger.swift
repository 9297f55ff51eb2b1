package import Catalog
package import OCIModel
package import StageModel
import Synchronization

/// Counts how stages are used, in memory only: a hit writes nothing to the disk. ``ImageStore/flushUses()`` writes down what
/// has come together.
///
/// Bounded: what is asked of more repositories or stages between two flushes than fit is left out of the statistics.
package final class UseLedger: Sendable {
    private static let repositoryLimit = 10_000
    private static let stageLimit = 50_000
    /// Of those that don't exist yet.
    private static let unknownLimit = 1000

    /// Of those that have totals of their own, since each is a label of `/metrics` from then on.
    private static let namedLimit = 100

    private struct State {
        var batch = UseBatch()
        var totals = UseBatch.Counts()
        var repositoryTotals: [RepositoryName: UseBatch.Counts] = [:]
        var otherTotals = UseBatch.Counts()
    }

    private let state = Mutex(State())

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
                let key = UseBatch.Stages(repository: repository, signature: signature)
                Self.count(key, in: &state.batch.lookups)
            }
        }
    }

    /// Counts a pull of a manifest by this tag, if it has the shape of a stage's. Whether it is one is found out at the flush.
    package func recordPull(of tag: TagName, in repository: RepositoryName) {
        guard StageTag.isStage(tag) else { return }
        state.withLock { state in
            Self.count(UseBatch.Stage(repository: repository, tag: tag), in: &state.batch.pulls)
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

    private static func count<Key: Hashable>(_ key: Key, in counts: inout [Key: Int64]) {
        guard counts.count < stageLimit || counts[key] != nil else { return }
        counts[key, default: 0] += 1
    }

    // MARK: -

    /// Hands out what has come together, which is then no longer here.
    func take() -> UseBatch {
        state.withLock { state in
            defer { state.batch = UseBatch() }
            return state.batch
        }
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
        putBack(rest)
    }

    /// Takes back what could not be written down.
    func putBack(_ batch: UseBatch) {
        state.withLock { state in
            for (repository, counts) in batch.counts where state.batch.counts.count < Self.repositoryLimit {
                state.batch.counts[repository, default: UseBatch.Counts()] += counts
            }
            for (stage, count) in batch.pulls where state.batch.pulls.count < Self.stageLimit {
                state.batch.pulls[stage, default: 0] += count
            }
            for (stages, count) in batch.lookups where state.batch.lookups.count < Self.stageLimit {
                state.batch.lookups[stages, default: 0] += count
            }
        }
    }
}
