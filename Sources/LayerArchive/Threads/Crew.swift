import Synchronization

/// Threads that work on one thing: the first error of any of them stops them all.
final class Crew: Sendable {
    private struct State {
        var running = 0
        var failure: (any Error)?
        var stops: [@Sendable (any Error) -> Void] = []
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// - Parameter stops: are called with the first error, and must make every blocking call of the threads throw.
    init(stops: [@Sendable (any Error) -> Void]) {
        state.withLock { $0.stops = stops }
    }

    /// Why the crew was stopped; nil while it wasn't.
    var failure: (any Error)? { state.withLock { $0.failure } }

    /// Starts a thread. What `body` throws stops the crew.
    func start(_ name: String, _ body: @escaping @Sendable () throws -> Void) throws {
        state.withLock { $0.running += 1 }
        do {
            try NamedThread.start(name) {
                do {
                    try body()
                } catch {
                    self.fail(error)
                }
                self.leave()
            }
        } catch {
            leave()
            throw error
        }
    }

    /// Stops the crew. The first error counts.
    func fail(_ error: any Error) {
        let stops = state.withLock { state in
            guard state.failure == nil else { return [@Sendable (any Error) -> Void]() }
            state.failure = error
            return state.stops
        }
        for stop in stops { stop(error) }
    }

    /// Waits until no thread is running, cancelled or not.
    func ended() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.running > 0 { state.waiters.append(continuation) }
                return state.running == 0
            }
            if isOver { continuation.resume() }
        }
    }

    private func leave() {
        let waiters = state.withLock { state in
            state.running -= 1
            guard state.running == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

extension Crew {
    /// Runs `body` beside the threads. When it throws, or the task is cancelled, the crew is stopped; in any case no thread is
    /// running any more when this returns or throws.
    func work<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            let result = try await stoppedWhenCancelled(body)
            await ended()
            return result
        } catch {
            fail(error)
            await ended()
            // The crew's own error came first, and what `body` met is its consequence.
            throw failure ?? error
        }
    }

    /// Stops the crew when the task is cancelled while `body` runs.
    func stoppedWhenCancelled<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await withTaskCancellationHandler {
            try await body()
        } onCancel: {
            self.fail(CancellationError())
        }
    }
}
