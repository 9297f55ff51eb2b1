import GRDB
import StageModel

/// The mark of something deleted. Of a thing and its tombstone there is exactly one, or neither if the thing never was.
struct Tombstone {
    enum Kind: String {
        case blob, manifest, tag
    }

    let kind: Kind
    /// A digest or the name of a tag.
    let key: String

    func insert(repository: Int64, generation: Int64, in context: borrowing WriteContext) throws {
        try context.execute(
            """
            INSERT INTO tombstones (repository_id, kind, key, generation, deleted_at) VALUES (?, ?, ?, ?, ?)
              ON CONFLICT DO UPDATE SET generation = excluded.generation, deleted_at = excluded.deleted_at
            """, [repository, kind.rawValue, key, generation, context.now.millisecondsSince1970])
    }

    func remove(repository: Int64, in context: borrowing WriteContext) throws {
        try context.execute("DELETE FROM tombstones WHERE repository_id = ? AND kind = ? AND key = ?", [repository, kind.rawValue, key])
    }
}
