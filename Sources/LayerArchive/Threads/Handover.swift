/// A bounded queue from one thread or task to another. Either side may block its thread or suspend its task.
///
/// One task at a time may wait on each side. After ``fail(_:)`` every call throws that error, and what was queued is dropped.
final class Handover<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var used = 0
        var isFinished = false
        var failure: (any Error)?
        var taker: CheckedContinuation<Element?, any Error>?
        var putter: (element: Element, continuation: CheckedContinuation<Void, any Error>)?
    }

    /// Resumes a task; called without the lock.
    private typealias Wake = @Sendable () -> Void

    private let limit: Int
    private let cost: @Sendable (Element) -> Int
    private let monitor = Monitor(State())

    /// - Parameters:
    ///   - limit: an element is let in while the queued ones cost less than this.
    ///   - cost: of an element; 1 by default.
    init(limit: Int, cost: @escaping @Sendable (Element) -> Int = { _ in 1 }) {
        self.limit = limit
        self.cost = cost
    }

    // MARK: Giving

    /// Blocks the thread while the queue is full.
    func put(_ element: Element) throws {
        try monitor.wait { state -> Result<Wake, any Error>? in
            if let failure = state.failure { return .failure(failure) }
            if state.taker == nil, state.used >= self.limit { return nil }
            return .success(self.admit(element, &state))
        }.get()()
    }

    /// Suspends the task while the queue is full. Cancellation is the caller's to turn into ``fail(_:)``.
    func putSuspending(_ element: Element) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            monitor.update { state -> Wake in
                if let failure = state.failure { return { continuation.resume(throwing: failure) } }
                guard state.taker != nil || state.used < self.limit else {
                    state.putter = (element, continuation)
                    return {}
                }
                let wake = self.admit(element, &state)
                return {
                    wake()
                    continuation.resume()
                }
            }()
        }
    }

    /// No more elements come.
    func finish() {
        monitor.update { state -> Wake in
            state.isFinished = true
            guard let taker = state.taker else { return {} }
            state.taker = nil
            return { taker.resume(returning: nil) }
        }()
    }

    private func admit(_ element: Element, _ state: inout State) -> Wake {
        if let taker = state.taker {
            state.taker = nil
            return { taker.resume(returning: element) }
        }
        state.elements.append(element)
        state.used += cost(element)
        return {}
    }

    // MARK: Taking

    /// Blocks the thread while the queue is empty; nil is the end.
    func take() throws -> Element? {
        let (element, wake) = try monitor.wait { state -> Result<(Element?, Wake), any Error>? in
            if let failure = state.failure { return .failure(failure) }
            if let taken = self.next(&state) { return .success(taken) }
            return state.isFinished ? .success((nil, {})) : nil
        }.get()
        wake()
        return element
    }

    /// Suspends the task while the queue is empty; nil is the end. Cancellation is the caller's to turn into ``fail(_:)``.
    func takeSuspending() async throws -> Element? {
        try await withCheckedThrowingContinuation { continuation in
            monitor.update { state -> Wake in
                if let failure = state.failure { return { continuation.resume(throwing: failure) } }
                if let (element, wake) = self.next(&state) {
                    return {
                        wake()
                        continuation.resume(returning: element)
                    }
                }
                if state.isFinished { return { continuation.resume(returning: nil) } }
                state.taker = continuation
                return {}
            }()
        }
    }

    private func next(_ state: inout State) -> (Element?, Wake)? {
        guard !state.elements.isEmpty else { return nil }
        let element = state.elements.removeFirst()
        state.used -= cost(element)
        guard state.used < limit, let putter = state.putter else { return (element, {}) }
        state.putter = nil
        state.elements.append(putter.element)
        state.used += cost(putter.element)
        return (element, { putter.continuation.resume() })
    }

    // MARK: Failing

    /// The first error counts.
    func fail(_ error: any Error) {
        monitor.update { state -> Wake in
            guard state.failure == nil else { return {} }
            state.failure = error
            state.elements = []
            let (taker, putter) = (state.taker, state.putter?.continuation)
            (state.taker, state.putter) = (nil, nil)
            return {
                taker?.resume(throwing: error)
                putter?.resume(throwing: error)
            }
        }()
    }
}
