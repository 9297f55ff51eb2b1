import Catalog
import OCIModel
import StageModel
import Synchronization

/// Who sleeps until something changes. A change only wakes: what became of it the sleeper asks the catalog.
///
/// Register before looking at what is waited for, so that no change falls between the look and the sleep.
final class WakeUps: Sendable {
    enum Topic: Hashable, Sendable {
        /// To be next for the lease under this id. Of hundreds that wait for a lease only these are woken: each has to read the
        /// whole queue.
        case lease(LeaseKey, LeaseID)
        case stages(RepositoryName, Signature)
    }

    private struct State {
        var sleepers: [Topic: [ObjectIdentifier: WakeUp]] = [:]
        var count = 0
        var isEnding = false
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: How many may sleep at once.
    init(limit: Int = Int.max) {
        self.limit = limit
    }

    /// True when nobody is to wait any more.
    var isEnding: Bool { state.withLock { $0.isEnding } }

    /// Registers a sleeper while `body` runs. One beyond the limit is told that it may not sleep.
    func with<Value>(_ topics: [Topic], _ body: (WakeUp) async throws -> Value) async throws -> Value {
        let wakeUp = state.withLock { state in
            let wakeUp = WakeUp(maySleep: state.count < limit)
            state.count += 1
            for topic in topics { state.sleepers[topic, default: [:]][ObjectIdentifier(wakeUp)] = wakeUp }
            return wakeUp
        }
        defer {
            state.withLock { state in
                state.count -= 1
                for topic in topics {
                    state.sleepers[topic]?[ObjectIdentifier(wakeUp)] = nil
                    if state.sleepers[topic]?.isEmpty ?? false { state.sleepers[topic] = nil }
                }
            }
        }
        return try await body(wakeUp)
    }

    /// Wakes whom the changes concern. Quick, and doesn't block.
    func tell(_ changes: [Change]) {
        let woken = state.withLock { state -> [WakeUp] in
            guard !state.sleepers.isEmpty else { return [] }
            return changes.flatMap(Topic.all).flatMap { state.sleepers[$0].map { Array($0.values) } ?? [] }
        }
        for wakeUp in woken { wakeUp.call() }
    }

    /// Wakes everybody for good.
    func end() {
        let woken = state.withLock { state in
            state.isEnding = true
            return state.sleepers.values.flatMap(\.values)
        }
        for wakeUp in woken { wakeUp.call() }
    }
}

extension WakeUps.Topic {
    fileprivate static func all(of change: Change) -> [WakeUps.Topic] {
        switch change {
        case .leaseChanged(let key, let next): next.map { .lease(key, $0) }
        case .stagesChanged(let repository, let signature): [.stages(repository, signature)]
        default: []
        }
    }
}
