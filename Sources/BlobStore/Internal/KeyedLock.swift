import NIOCore
import Synchronization

/// One holder a key at a time, in the order of asking. Waiting is not ended by cancellation; hold it for short work.
final class KeyedLock<Key: Hashable & Sendable>: Sendable {
    /// A key is present while somebody holds it.
    private let waiting = Mutex<[Key: CircularBuffer<CheckedContinuation<Void, Never>>]>([:])

    func withLock<Result>(_ key: Key, _ body: () async throws -> Result) async rethrows -> Result {
        await withCheckedContinuation { continuation in
            let isFree = waiting.withLock { waiting in
                guard waiting[key] != nil else {
                    waiting[key] = CircularBuffer(initialCapacity: 0)
                    return true
                }
                waiting[key]?.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
        defer { release(key) }
        return try await body()
    }

    /// nil, without running `body`, where somebody holds the key.
    func withLockIfFree<Result>(_ key: Key, _ body: () async throws -> Result) async rethrows -> Result? {
        let isFree = waiting.withLock { waiting in
            guard waiting[key] == nil else { return false }
            waiting[key] = CircularBuffer(initialCapacity: 0)
            return true
        }
        guard isFree else { return nil }
        defer { release(key) }
        return try await body()
    }

    private func release(_ key: Key) {
        let next = waiting.withLock { waiting in
            if waiting[key]?.isEmpty == false { return waiting[key]?.removeFirst() }
            waiting[key] = nil
            return nil
        }
        next?.resume()
    }
}
