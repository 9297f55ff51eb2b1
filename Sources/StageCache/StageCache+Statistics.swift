import Catalog
import ImageStore
import Logging
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
        await writeDownUses()
        return try await OCIError.translating {
            HitStatistics(
                hours: try await catalog.hitStatistics(
                    repository: repository, since: clock().advanced(by: .zero - Self.hour * hours), limit: Self.statisticsLimit))
        }
    }

    /// So that an answer about uses has all of them up to now.
    func writeDownUses() async {
        do {
            try await store.flushUses()
        } catch {
            // They are kept, and what was written down before is still worth an answer.
            logger.warning("the uses of stages could not be written down for an answer", metadata: ["error": "\(error)"])
        }
    }
}
