import Synchronization

/// One sleeper. A call while it is awake is kept, so that its next sleep ends at once.
final class WakeUp: Sendable {
    private enum State {
        case awake
        case called
        case sleeping(CheckedContinuation<Void, Never>)
    }

    /// False for one too many: who has it should not hold a connection.
    let maySleep: Bool
    private let state = Mutex(State.awake)

    init(maySleep: Bool = true) {
        self.maySleep = maySleep
    }

    func call() {
        let sleeper = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .sleeping(let continuation) = state else {
                state = .called
                return nil
            }
            state = .awake
            return continuation
        }
        sleeper?.resume()
    }

    /// Returns when ``call()`` was called since the last sleep, or when the time has passed. One task at a time may sleep.
    ///
    /// - Throws: `CancellationError`.
    func sleep(atMost duration: Duration) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await Task.sleep(for: duration) }
            tasks.addTask { await self.untilCalled() }
            try await tasks.next()
            tasks.cancelAll()
        }
        try Task.checkCancellation()
    }

    private func untilCalled() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if case .called = state {
                        state = .awake
                        return true
                    }
                    // The handler below may have run already.
                    if Task.isCancelled { return true }
                    state = .sleeping(continuation)
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> CheckedContinuation<Void, Never>? in
                guard case .sleeping(let continuation) = state else { return nil }
                state = .awake
                return continuation
            }
            sleeper?.resume()
        }
    }
}
