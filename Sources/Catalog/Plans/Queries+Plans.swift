/// Plans of cleanups.
extension Queries {
    /// Read by ``GRDB/Row/plan()``.
    static let planColumns = """
        p.id, p.project, p.state, p.received_at, p.finished_at, p.item_count, p.received, p.done, p.deleted, p.skipped, p.undone, p.restored,
          p.message
        """
    static let plan = "SELECT \(planColumns) FROM plans p WHERE p.id = ?"
    static let catalogID = "SELECT id FROM catalog_state"
    static let planDocument = "SELECT document FROM plan_orders WHERE plan = ?"
    static let newestPlans = """
        SELECT \(planColumns), o.document FROM plans p CROSS JOIN plan_orders o ON o.plan = p.id
        WHERE (p.received_at, p.id) < (?1, ?2) ORDER BY p.received_at DESC, p.id DESC LIMIT ?3
        """
    static let newestPlansOfProject = """
        SELECT \(planColumns), o.document FROM plans p CROSS JOIN plan_orders o ON o.plan = p.id
        WHERE p.project = ?4 AND (p.received_at, p.id) < (?1, ?2) ORDER BY p.received_at DESC, p.id DESC LIMIT ?3
        """
    /// Reads an index in which there are only those.
    static let plansInWork = """
        SELECT id FROM plans INDEXED BY plans_in_work WHERE state IN ('applying', 'undoing') ORDER BY received_at, id
        """
    static let oldPlan =
        "SELECT id FROM plans INDEXED BY plans_by_time WHERE received_at < ? AND state NOT IN ('applying', 'undoing') ORDER BY received_at, id LIMIT 1"
    static let abandonedPlan = """
        SELECT id FROM plans INDEXED BY plans_being_received WHERE state = 'receiving' AND received_at < ? ORDER BY received_at, id LIMIT 1
        """

    /// The row of a plan in which a position is.
    static let planItems = "SELECT first, items FROM plan_items WHERE plan = ? AND first <= ? ORDER BY first DESC LIMIT 1"
    static let planImageCount = "SELECT sum(image_count) FROM plan_items WHERE plan = ?"
    static let imageTagCount = """
        SELECT count(*) FROM repositories r CROSS JOIN images i ON i.repository_id = r.id
        WHERE r.name = ? AND NOT (i.tag GLOB 'sha[0-9]*-[0-9a-f]*' AND length(i.tag) >= 71)
        """
    static let planSkips = "SELECT position, cause, detail FROM plan_skips WHERE plan = ? AND position > ? ORDER BY position LIMIT ?"

    static let planSkip = "SELECT 1 FROM plan_skips WHERE plan = ? AND position = ?"

    /// What an item with a tag is compared with. Of a tag with the shape of a stage's, parameters 3 and 4 are what it says, otherwise null.
    static let plannedTag = """
        SELECT t.manifest_id, t.generation, m.digest = ?5, m.last_used_at, m.kind = 'index', st.last_used_at, st.unique_id,
          m.subject NOTNULL, t.updated_at
        FROM tags t
          CROSS JOIN manifests m ON m.id = t.manifest_id
          LEFT JOIN stages st ON st.repository_id = ?1 AND st.signature = ?3 AND st.unique_id = ?4
        WHERE t.repository_id = ?1 AND t.name = ?2
        """
    /// Entries of an index that are manifests of the repository.
    static let plannedEntries = """
        SELECT e.digest, m.last_used_at FROM manifest_references e
          CROSS JOIN manifests m ON m.repository_id = ?3 AND m.digest = e.digest
        WHERE e.manifest_id = ?1 AND e.role = 'entry' AND e.position < ?2
        """
    static let plannedManifest =
        "SELECT id, generation, last_used_at, kind = 'index', untagged_at FROM manifests WHERE repository_id = ? AND digest = ?"

    static let trashedTagOfPlan = """
        SELECT \(trashColumns) WHERE t.repository_id = ? AND t.tag = ? AND t.plan = ? ORDER BY t.id DESC LIMIT 1
        """
    static let plannedTrashedManifests = "SELECT id FROM manifests WHERE trashed_from = ? AND digest = ?"
    static let trashedManifestOfPlan = "SELECT \(trashColumns) WHERE t.manifest_id = ? AND t.tag IS NULL AND t.plan = ? LIMIT 1"

    /// All but ``catalogID`` and ``plansInWork``.
    static let plans = [
        plan, planDocument, newestPlans, newestPlansOfProject, oldPlan, abandonedPlan, planItems, planImageCount, imageTagCount, planSkips, planSkip,
        plannedTag,
        plannedManifest, plannedEntries, trashedTagOfPlan, plannedTrashedManifests, trashedManifestOfPlan,
    ]
}
