import Synchronization

/// Lets one task at a time work on a plan.
final class PlanLocks: Sendable {
    /// Those who wait, of each plan that somebody works on.
    private let waiting = Mutex<[String: [CheckedContinuation<Void, Never>]]>([:])

    /// Calls `body` when nobody else works on the plan. Waiting for that can't be cancelled.
    func withLock<Value>(_ plan: String, _ body: () async throws -> Value) async throws -> Value {
        await withCheckedContinuation { continuation in
            let isFree = waiting.withLock { waiting in
                if waiting[plan] == nil {
                    waiting[plan] = []
                    return true
                }
                waiting[plan, default: []].append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
        defer { leave(plan) }
        return try await body()
    }

    private func leave(_ plan: String) {
        let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
            guard let first = waiting[plan]?.first else {
                waiting[plan] = nil
                return nil
            }
            waiting[plan]?.removeFirst()
            return first
        }
        next?.resume()
    }
}
