import Synchronization

/// Lets reads in until the catalog closes, and tells when the last one is out: GRDB's pool may not be closed while another
/// thread uses it.
final class ReadGate: Sendable {
    private struct State {
        var isClosed = false
        var readers = 0
        var closer: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Calls `body` unless the gate is closed.
    ///
    /// - Throws: ``CatalogError``, with code `closed` where the gate is; `CancellationError`.
    func read<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let isOpen = state.withLock { state in
            if !state.isClosed { state.readers += 1 }
            return !state.isClosed
        }
        guard isOpen else { throw CatalogError.closed }
        defer { leave() }
        do {
            return try await body()
        } catch {
            throw CatalogError.wrapping(error)
        }
    }

    private func leave() {
        let closer = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.readers -= 1
            return state.readers == 0 ? state.closer.take() : nil
        }
        closer?.resume()
    }

    /// Keeps new reads out.
    ///
    /// - Returns: False where that was done before.
    func close() -> Bool {
        state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
    }

    /// Returns when the reads that were let in are done. Called once, after ``close()``.
    func drain() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.readers > 0 { state.closer = continuation }
                return state.readers == 0
            }
            if isEmpty { continuation.resume() }
        }
    }
}
