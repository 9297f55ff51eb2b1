package import OCIModel
package import StageModel

extension RegistryClient {
    /// What the cache was good for.
    ///
    /// - Parameters:
    ///   - repository: All repositories where it is `nil`.
    ///   - hours: How far back; the server's default where it is `nil`.
    package func statistics(repository: RepositoryName? = nil, hours: Int? = nil) async throws -> HitStatistics {
        var query = QueryString()
        query.add("repository", repository)
        query.add("hours", hours)
        return try await get("/statistics", query, to: "read the statistics")
    }
}
