import Catalog
import StageModel
import Synchronization

/// Which request asked last under an id.
///
/// A client whose connection broke asks again under the same id, perhaps before the server knows that the first request's
/// client has left. That request must not give up then what the second one got.
final class LatestAskers: Sendable {
    struct Asker: Hashable, Sendable {
        let key: LeaseKey
        let id: LeaseID
    }

    private struct State {
        var requests: [Asker: UInt64] = [:]
        var last: UInt64 = 0
    }

    private let state = Mutex(State())

    /// - Returns: The number of the request.
    func begin(_ asker: Asker) -> UInt64 {
        state.withLock { state in
            state.last += 1
            state.requests[asker] = state.last
            return state.last
        }
    }

    func isLatest(_ request: UInt64, of asker: Asker) -> Bool {
        state.withLock { $0.requests[asker] == request }
    }

    func end(_ request: UInt64, of asker: Asker) {
        state.withLock { state in
            if state.requests[asker] == request { state.requests[asker] = nil }
        }
    }
}
