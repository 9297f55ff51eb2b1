import Catalog
import ImageStore
package import OCIModel
package import StageModel

extension StageCache {
    /// More rows are not answered, the newest are.
    private static let statisticsLimit = 100_000
    private static let hour: Duration = .seconds(3600)

    /// What the cache was good for in the last hours, this one included; up to now.
    ///
    /// - Parameters:
    ///   - repository: `nil` for all.
    ///   - hours: How many, at least one.
    package func statistics(of repository: RepositoryName?, hours: Int) async throws -> HitStatistics {
        try await store.flushUses()
        return try await OCIError.translating {
            HitStatistics(
                hours: try await catalog.hitStatistics(
                    repository: repository, since: clock().advanced(by: .zero - Self.hour * hours), limit: Self.statisticsLimit))
        }
    }
}
