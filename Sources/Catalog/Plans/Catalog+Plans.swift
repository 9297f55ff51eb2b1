import FoundationEssentials
import GRDB
package import OCIModel
package import StageModel

/// Plans of cleanups: rows that say what was asked for and how far it came.
extension Catalog {
    /// How many items stand in a row.
    static let planItemsInRow = 200

    /// Takes a plan, whose items follow.
    ///
    /// - Parameter id: A new one.
    package func createPlan(_ id: String, _ order: CleanupOrder) async throws -> CleanupRecord {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let document = String(decoding: try encoder.encode(order), as: UTF8.self)
        let row = try await writer.write { context in
            let row = PlanRow(
                id: id, project: order.project, state: order.itemCount == 0 ? .ready : .receiving,
                receivedAt: context.now.millisecondsSince1970, itemCount: order.itemCount)
            try row.insert(in: context)
            try context.execute("INSERT INTO plan_orders (plan, document) VALUES (?, ?)", [id, document])
            return row
        }
        return row.record(order)
    }

    /// Takes the next items of a plan; with the last one it is ready.
    package func addItems(_ items: [PlannedItem], at position: Int, to plan: String) async throws -> AddItemsOutcome {
        var rows: [(first: Int, itemCount: Int, imageCount: Int, text: String)] = []
        for start in stride(from: 0, to: items.count, by: Self.planItemsInRow) {
            let some = items[start..<min(start + Self.planItemsInRow, items.count)].map(\.item)
            rows.append((position + start, some.count, some.count { $0.kind == .image }, PlanItemText.encode(some)))
        }
        return try await writer.write { [rows] context in
            guard var row = try PlanRow.find(plan, in: context) else { return .unknown }
            guard position == row.received else { return .misplaced(next: row.received) }
            guard !items.isEmpty else { return .added }
            guard row.state == .receiving else { return .complete }
            guard items.count <= row.itemCount - row.received else { return .tooMany(expected: row.itemCount) }
            for some in rows {
                try context.execute(
                    "INSERT INTO plan_items (plan, first, item_count, image_count, items) VALUES (?, ?, ?, ?, ?)",
                    [plan, some.first, some.itemCount, some.imageCount, some.text])
            }
            row.received += items.count
            if row.received == row.itemCount { row.state = .ready }
            try row.save(in: context)
            return .added
        }
    }

    /// Items of a plan from a position on: as many as stand in a row.
    ///
    /// - Returns: None past the end, and of a plan that is unknown.
    package func items(ofPlan plan: String, from position: Int) async throws -> [CleanupItem] {
        let found = try await readOnce { db in
            try db.row(Queries.planItems, [plan, position]).map { (first: $0[0] as Int, text: $0[1] as String) }
        }
        guard let found else { return [] }
        return Array(try PlanItemText.decode(found.text).dropFirst(position - found.first))
    }

    /// How many items of a plan are tags of images.
    package func imageCount(ofPlan plan: String) async throws -> Int {
        try await readOnce { db in try db.row(Queries.planImageCount, [plan])?[0] as Int? ?? 0 }
    }

    /// How many tags of a repository are images, apart from those that are named after a subject, as cosign's are.
    package func imageTagCount(in repository: RepositoryName) async throws -> Int {
        try await readOnce { db in try db.row(Queries.imageTagCount, [repository.value])?[0] as Int? ?? 0 }
    }

    package func plan(_ id: String) async throws -> CleanupRecord? {
        let found = try await read { db in
            guard let row = try db.row(Queries.plan, [id])?.plan(), let document = try db.row(Queries.planDocument, [id]) else {
                return nil as (PlanRow, String)?
            }
            return (row, document[0])
        }
        return try found.map { row, document in row.record(try Self.order(document)) }
    }

    package func progress(ofPlan id: String) async throws -> PlanProgress? {
        try await readOnce { db in
            try db.row(Queries.plan, [id])?.plan()
        }.map { row in
            let isUndone = row.state == .undoing || row.state == .undone
            return PlanProgress(state: row.state, next: isUndone ? row.undone : row.done, end: isUndone ? row.done : row.itemCount)
        }
    }

    /// The plans of a project, or all, the newest first.
    ///
    /// - Parameter after: The id of the last one seen. Behind one that is forgotten there are none.
    package func plans(ofProject project: String?, after: String?, limit: Int) async throws -> Page<CleanupRecord> {
        guard limit > 0 else { return .empty }
        let found = try await read { db -> [(PlanRow, String)] in
            var arguments: StatementArguments = [Int64.max, ""]
            if let after {
                guard let last = try db.row(Queries.plan, [after])?.plan() else { return [] }
                arguments = [last.receivedAt, last.id]
            }
            arguments += [min(limit, Int.max - 1) + 1]
            if let project { arguments += [project] }
            return try db.rows(project == nil ? Queries.newestPlans : Queries.newestPlansOfProject, arguments) { row in
                (try row.plan(), row[13])
            }
        }
        return Page(upTo: limit, of: try found.map { row, document in row.record(try Self.order(document)) })
    }

    /// The plans that are being applied or taken back, the oldest first.
    package func plansInWork() async throws -> [String] {
        try await readOnce { db in try db.rows(Queries.plansInWork, []) { $0[0] } }
    }

    /// Items that were not deleted, or not restored, by their positions.
    package func skips(ofPlan plan: String, after position: Int, limit: Int) async throws -> Page<PlanSkip> {
        guard limit > 0 else { return .empty }
        return try await readOnce { db in
            let rows = try db.rows(Queries.planSkips, [plan, position, min(limit, Int.max - 1) + 1]) { row in
                guard let cause = SkippedItem.Cause(rawValue: row[1]) else { throw CatalogError.damagedRow("a skipped item") }
                return PlanSkip(position: row[0], cause: cause, detail: row[2])
            }
            return Page(upTo: limit, of: rows)
        }
    }

    private static func order(_ document: String) throws -> CleanupOrder {
        do {
            return try JSONDecoder().decode(CleanupOrder.self, from: Data(document.utf8))
        } catch {
            throw CatalogError.damagedRow("a plan", cause: error)
        }
    }
}
