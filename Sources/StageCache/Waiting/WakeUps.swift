import Catalog
import OCIModel
import StageModel
import Synchronization

/// Who sleeps until something changes. A change only wakes: what became of it the sleeper asks the catalog.
///
/// Register before looking at what is waited for, so that no change falls between the look and the sleep.
final class WakeUps: Sendable {
    enum Topic: Hashable, Sendable {
        case lease(LeaseKey)
        case stages(RepositoryName, Signature)
    }

    private struct State {
        var sleepers: [Topic: [ObjectIdentifier: WakeUp]] = [:]
        var isEnding = false
    }

    private let state = Mutex(State())

    /// True when nobody is to wait any more.
    var isEnding: Bool { state.withLock { $0.isEnding } }

    /// Registers a sleeper while `body` runs.
    func with<Value>(_ topics: [Topic], _ body: (WakeUp) async throws -> Value) async throws -> Value {
        let wakeUp = WakeUp()
        state.withLock { state in
            for topic in topics { state.sleepers[topic, default: [:]][ObjectIdentifier(wakeUp)] = wakeUp }
        }
        defer {
            state.withLock { state in
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
            return changes.compactMap(Topic.init).flatMap { state.sleepers[$0].map { Array($0.values) } ?? [] }
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
    fileprivate init?(_ change: Change) {
        switch change {
        case .leaseChanged(let key): self = .lease(key)
        case .stagesChanged(let repository, let signature): self = .stages(repository, signature)
        default: return nil
        }
    }
}
