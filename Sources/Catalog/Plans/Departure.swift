import GRDB
import OCIModel
import StageModel

/// A tag on its way into the trash: what ``TrashEntry/move(_:of:_:from:_:)`` does, with one statement, which also looks whether the tag is
/// as it was planned. For stages and images; a plan has thousands of them.
///
/// SQLite does the rest in triggers on a view, which only the writer's connection has.
struct Departure {
    let planned: PlannedItem
    let name: TagName
    /// Whether the entries of an index were looked at. Otherwise an index stays.
    let isChecked: Bool

    /// - Returns: False where something speaks against it, or there is no such tag. Then nothing was done.
    func perform(_ terms: PlanTerms, from repository: inout RepositoryRow, _ context: inout WriteContext) throws -> Bool {
        let before = context.db.totalChangesCount
        try context.execute(
            Queries.depart,
            [
                repository.id, name.value, planned.stage?.signature.value, planned.stage?.uniqueID, planned.item.digest,
                planned.item.generation, terms.watermarkAt, terms.inventoryAt, isChecked, context.now.millisecondsSince1970,
                context.now.advanced(by: terms.undoWindow).millisecondsSince1970, terms.plan, planned.reason, repository.currentGeneration + 1,
            ])
        guard context.db.totalChangesCount > before else { return false }
        _ = repository.bumpGeneration()
        if let stage = planned.stage {
            let change = Change.stagesChanged(repository.name, stage.signature)
            if context.changes.last != change { context.changes.append(change) }
        }
        context.changes.append(.tagDeleted(repository.name, name))
        return true
    }
}

extension Queries {
    static let depart = "INSERT INTO departures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
}

extension CatalogSchema {
    /// For the writer's connection, behind the migrations: they look at every trigger.
    static let departures = """
        CREATE TEMP VIEW departures (repository_id, tag, signature, unique_id, digest, generation, watermark_at, inventory_at, is_checked, now,
          expires_at, plan, reason, new_generation) AS
          SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL;

        CREATE TEMP TRIGGER departures_of_stages INSTEAD OF INSERT ON departures WHEN new.signature NOTNULL BEGIN
          \(Queries.keep)
            SELECT new.repository_id, new.tag, t.manifest_id, new.digest, \(Queries.stageMeaning), t.updated_at, st.last_used_at,
              new.now, new.expires_at, 1, new.plan, new.reason
            FROM tags t
              CROSS JOIN stages st
                ON st.repository_id = new.repository_id AND st.signature = new.signature AND st.unique_id = new.unique_id
              CROSS JOIN manifests m ON m.id = t.manifest_id
            WHERE \(isAsPlanned) AND (st.last_used_at ISNULL OR st.last_used_at < new.inventory_at);
          SELECT RAISE(IGNORE) WHERE changes() = 0;
          DELETE FROM stages WHERE repository_id = new.repository_id AND signature = new.signature AND unique_id = new.unique_id;
          INSERT INTO stage_signatures (repository_id, signature, generation) VALUES (new.repository_id, new.signature, new.new_generation)
            ON CONFLICT DO UPDATE SET generation = excluded.generation;
          \(forEach)
        END;

        CREATE TEMP TRIGGER departures_of_images INSTEAD OF INSERT ON departures WHEN new.signature IS NULL BEGIN
          \(Queries.keep)
            SELECT new.repository_id, new.tag, t.manifest_id, new.digest, \(Queries.imageMeaning), t.updated_at, NULL,
              new.now, new.expires_at, 1, new.plan, new.reason
            FROM tags t
              CROSS JOIN images i ON i.repository_id = new.repository_id AND i.tag = new.tag
              CROSS JOIN manifests m ON m.id = t.manifest_id
            WHERE \(isAsPlanned);
          SELECT RAISE(IGNORE) WHERE changes() = 0;
          DELETE FROM images WHERE repository_id = new.repository_id AND tag = new.tag;
          \(forEach)
        END;
        """

    private static let isAsPlanned = """
        t.repository_id = new.repository_id AND t.name = new.tag AND t.generation = new.generation AND t.updated_at <= new.watermark_at
              AND m.digest = new.digest AND (m.last_used_at ISNULL OR m.last_used_at < new.inventory_at) AND (new.is_checked OR m.kind <> 'index')
        """

    private static let forEach = """
        DELETE FROM tags WHERE repository_id = new.repository_id AND name = new.tag;
          INSERT INTO tombstones (repository_id, kind, key, generation, deleted_at)
            VALUES (new.repository_id, 'tag', new.tag, new.new_generation, new.now)
            ON CONFLICT DO UPDATE SET generation = excluded.generation, deleted_at = excluded.deleted_at;
        """
}
