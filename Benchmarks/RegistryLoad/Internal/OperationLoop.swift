import Synchronization

/// Shares operations among connections with a thread each; a connection stops after ten failures.
///
/// With a rate the loop is open: each operation is due at its moment, whether or not those before it were answered, and its latency
/// counts from then. A server that stands still for a second is late for all that was due in it.
struct OperationLoop: Sendable {
    let endpoint: Endpoint
    let connections: Int
    /// No operation after this many; nil for any number.
    var count: Int?
    /// No operation after this time.
    var duration: Duration?
    /// Operations a second, over all connections; nil for as many as are answered.
    var rate: Double?

    /// Runs `operation` with 0, 1, 2 …; it returns the bytes that it moved.
    ///
    /// - Parameter kinds: how many kinds of operations are told apart.
    /// - Parameter kind: the kind of the operation with this number.
    /// - Returns: a tally for each kind.
    func run(
        kinds: Int = 1, kind: @escaping @Sendable (Int) -> Int = { _ in 0 }, _ operation: @escaping @Sendable (RegistryClient, Int) throws -> Int
    ) throws -> [Tally] {
        Monotonic.sleepPrecisely()
        let next = Counter()
        let begin = Monotonic.now + (rate == nil ? 0 : 20_000_000)
        let end = duration.map { begin + Monotonic.nanoseconds($0) } ?? .max
        let interval = rate.map { 1e9 / $0 }
        let perConnection = try Workers.run(connections) { _ in
            var tallies = [Tally](repeating: Tally(), count: kinds)
            var errors = 0
            let client = RegistryClient(endpoint)
            while errors < 10 {
                let index = next.increment()
                if let count, index >= count { break }
                var start = Monotonic.now
                if let interval {
                    start = begin + UInt64(Double(index) * interval)
                    guard start < end else { break }
                    Monotonic.sleep(until: start)
                }
                guard start < end else { break }
                do {
                    let bytes = try operation(client, index)
                    tallies[kind(index)].record(nanoseconds: Monotonic.now - start, bytes: bytes, at: start)
                } catch {
                    tallies[kind(index)].record(error)
                    errors += 1
                }
            }
            return tallies
        }
        return perConnection.reduce(into: [Tally](repeating: Tally(), count: kinds)) { sums, tallies in
            for index in tallies.indices { sums[index].merge(tallies[index]) }
        }
    }

    private final class Counter: Sendable {
        private let value = Atomic<Int>(0)
        func increment() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
    }
}
