import GRDB
import StageModel

/// Reads a page of the inventory.
struct InventoryReader {
    let repositories: [ProjectRepositories.Item]
    let now: Timestamp
    let db: Database

    init(repositories: [ProjectRepositories.Item], now: Timestamp, in db: Database) {
        self.repositories = repositories
        self.now = now
        self.db = db
    }

    func page(after: InventoryCursor?, limit: Int) throws -> InventoryPage? { nil }
}
