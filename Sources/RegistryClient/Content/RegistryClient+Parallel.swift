extension RegistryClient {
    /// Pushes or pulls several blobs at once: calls `body` for each item, at most `limit` at a time, in their order.
    ///
    /// - Throws: The first error; the others are cancelled and waited for.
    package func inParallel<Item: Sendable>(
        _ items: [Item], limit: Int = 4, _ body: @escaping @Sendable (Item) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, item) in items.enumerated() {
                if index >= limit { try await group.next() }
                group.addTask { try await body(item) }
            }
            try await group.waitForAll()
        }
    }
}
