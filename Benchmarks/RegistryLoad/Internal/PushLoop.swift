import Synchronization

/// Shares a number of operations among connections; a connection stops after ten failures.
struct PushLoop: Sendable {
    let endpoint: Endpoint
    let count: Int
    let connections: Int

    /// Runs `operation` with 0 ..< `count`; it returns the bytes that it moved.
    func run(_ operation: @escaping @Sendable (RegistryClient, Int) throws -> Int) throws -> [Tally] {
        let next = Counter()
        return try Workers.run(connections) { _ in
            var tally = Tally()
            let client = RegistryClient(endpoint)
            while tally.errors < 10 {
                let index = next.increment()
                guard index < count else { break }
                do {
                    let start = Monotonic.now
                    let bytes = try operation(client, index)
                    tally.record(nanoseconds: Monotonic.now - start, bytes: bytes)
                } catch {
                    tally.record(error)
                }
            }
            return tally
        }
    }

    private final class Counter: Sendable {
        private let value = Atomic<Int>(0)
        func increment() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
    }
}
