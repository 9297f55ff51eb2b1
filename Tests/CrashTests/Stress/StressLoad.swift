import ContentHashing
import StageModel
import StowageTestSupport
import Synchronization

/// What the clients of a stress test share: what was wrong, how long pulls took, and when stages were used.
final class StressLoad: Sendable {
    /// How long a blob stays after it was asked for; see `gc.grace` of the server.
    static let grace = Duration.seconds(4)
    /// How long a stage stays after it was used; `--used-within` of the cleanup.
    static let useWindow = Duration.seconds(6)

    struct Tally {
        var pulls = 0
        var skippedUploads = 0
        var mounts = 0
        var publications = 0
        var moves = 0
        var deletions = 0
        var stageUses = 0
        var stagesBuilt = 0
        var cleanups = 0
        var skippedItems = 0
        var collections = 0
    }

    private struct State {
        var problems: [String] = []
        var tally = Tally()
        /// Of pulls of manifests, with the collector at work and without.
        var latencies: [Bool: [Duration]] = [:]
        var isCollecting = false
        var isStopped = false
        var used: [Signature: ContinuousClock.Instant] = [:]
    }

    private let state = Mutex(State())

    var problems: [String] { state.withLock { $0.problems } }
    var tally: Tally { state.withLock { $0.tally } }
    var isStopped: Bool {
        get { state.withLock { $0.isStopped } }
        set { state.withLock { $0.isStopped = newValue } }
    }
    var isCollecting: Bool {
        get { state.withLock { $0.isCollecting } }
        set { state.withLock { $0.isCollecting = newValue } }
    }

    func report(_ problem: String) { state.withLock { $0.problems.append(problem) } }

    func count(_ change: (inout Tally) -> Void) { state.withLock { change(&$0.tally) } }

    func record(pull duration: Duration) {
        state.withLock { $0.latencies[$0.isCollecting, default: []].append(duration) }
    }

    /// The 99th percentile of the pulls so far.
    func tail(whileCollecting: Bool) -> (p99: Duration, count: Int) {
        let sorted = state.withLock { $0.latencies[whileCollecting] ?? [] }.sorted()
        return (sorted.isEmpty ? .zero : sorted[sorted.count * 99 / 100], sorted.count)
    }

    /// Notes that a stage was found, from the moment on at which it was asked for.
    func markUse(of signature: Signature, at moment: ContinuousClock.Instant) {
        state.withLock { $0.used[signature] = max($0.used[signature] ?? moment, moment) }
    }

    /// When the stage was used last, if that was so lately that it has to be there.
    func mustHave(_ signature: Signature, at moment: ContinuousClock.Instant) -> Bool {
        guard let last = state.withLock({ $0.used[signature] }) else { return false }
        // Marks are told to the second by nobody, so one stays away from the end of the window.
        return moment - last < Self.useWindow - .seconds(1)
    }
}
