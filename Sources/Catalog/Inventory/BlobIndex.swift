import ContentHashing
import GRDB
import StageModel

/// The blobs of a page of the inventory, each looked up once.
struct BlobIndex {
    private(set) var all: [InventoryPage.Blob] = []
    /// By digest; `nil` for what isn't stored as a blob.
    private var known: [String: Int?] = [:]
    /// The repositories of the project.
    private let own: Set<Int64>
    private let db: Database

    init(own: Set<Int64>, in db: Database) {
        self.own = own
        self.db = db
    }

    /// - Returns: Its place in ``all``; `nil` where no such blob is stored.
    mutating func index(of digest: String) throws -> Int? {
        if let index = known[digest] { return index }
        let rows = try Row.fetchCursor(db.cachedStatement(sql: Queries.inventoryBlob), arguments: [digest])
        guard var row = try rows.next() else {
            known[digest] = .some(nil)
            return nil
        }
        let size = row[0] as Int64
        var isShared = false
        while let holder = row[1] as Int64?, !isShared {
            isShared = !own.contains(holder)
            guard let next = try rows.next() else { break }
            row = next
        }
        all.append(InventoryPage.Blob(digest: try Digest(digest), size: size, isShared: isShared))
        known[digest] = all.count - 1
        return all.count - 1
    }
}
