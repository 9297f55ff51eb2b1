import GRDB
import OCIModel
import StageModel

/// A repository inside an operation that may change it.
struct RepositoryRow {
    let id: Int64
    let name: RepositoryName
    private var generation: Int64
    private let storedGeneration: Int64

    init(id: Int64, name: RepositoryName, generation: Int64, storedGeneration: Int64) {
        self.id = id
        self.name = name
        self.generation = generation
        self.storedGeneration = storedGeneration
    }

    /// - Returns: `nil` where there is no such repository.
    static func find(_ name: RepositoryName, in context: borrowing WriteContext) throws -> RepositoryRow? {
        guard let row = try context.db.row(Queries.repository, [name.value]) else { return nil }
        return RepositoryRow(id: row[0], name: name, generation: row[1], storedGeneration: row[1])
    }

    static func findOrCreate(_ name: RepositoryName, in context: borrowing WriteContext) throws -> RepositoryRow {
        if let found = try find(name, in: context) { return found }
        try context.execute(
            "INSERT INTO repositories (name, created_at) VALUES (?, ?)", [name.value, context.now.millisecondsSince1970])
        return RepositoryRow(id: context.db.lastInsertedRowID, name: name, generation: 0, storedGeneration: 0)
    }

    var currentGeneration: Int64 { generation }

    /// Counts a change. The generation it gets is above all that the repository ever gave.
    mutating func bumpGeneration() -> Int64 {
        generation += 1
        return generation
    }

    /// Stores the generation, at the end of the operation.
    func save(in context: borrowing WriteContext) throws {
        guard generation != storedGeneration else { return }
        try context.execute("UPDATE repositories SET generation = ? WHERE id = ?", [generation, id])
    }
}
