import Dispatch
import Synchronization

@testable import Catalog

/// Keeps the writer busy, so that what is asked for meanwhile shares the next commit.
final class WriterHold: Sendable {
    private let catalog: Catalog
    private let release = DispatchSemaphore(value: 0)
    private let hasBegun = Atomic(false)

    init(_ catalog: Catalog) {
        self.catalog = catalog
    }

    /// Starts `operations` concurrently while the writer is held, lets it go when all of them are queued, and returns what
    /// came of them, in their order.
    static func share<Value: Sendable>(
        _ catalog: Catalog, _ operations: [@Sendable () async throws -> Value]
    ) async throws -> [Result<Value, any Error>] {
        let hold = WriterHold(catalog)
        return try await withThrowingTaskGroup(of: (Int, Result<Value, any Error>)?.self) { group in
            group.addTask {
                try await hold.block()
                return nil
            }
            try await waitUntil { hold.hasBegun.load(ordering: .acquiring) }
            for (index, operation) in operations.enumerated() {
                group.addTask {
                    do {
                        return (index, .success(try await operation()))
                    } catch {
                        return (index, .failure(error))
                    }
                }
                // In their order.
                try await waitUntil { catalog.writer.queuedCount == index + 1 }
            }
            hold.release.signal()
            var results: [(Int, Result<Value, any Error>)] = []
            for try await result in group {
                if let result { results.append(result) }
            }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func block() async throws {
        try await catalog.writer.write { [self] _ in
            hasBegun.store(true, ordering: .releasing)
            release.wait()
        }
    }
}

/// Polls, for at most ten seconds.
func waitUntil(_ condition: () -> Bool) async throws {
    for _ in 0..<10_000 {
        if condition() { return }
        try await Task.sleep(for: .milliseconds(1))
    }
    throw Unexpected(what: "waited in vain")
}
