import GRDB
import StowageTestSupport
import Testing

@testable import Catalog

/// No read walks a table or sorts, so none slows down as the catalog grows.
@Suite struct QueryPlanTests {
    @Test(arguments: Queries.all) func usesIndexes(_ sql: String) async throws {
        try await TemporaryCatalog.use { temporary in
            let plan = try temporary.look { db in
                try Row.fetchAll(Statement.explaining(sql, db)).map { $0["detail"] as String }
            }
            #expect(!plan.isEmpty)
            for step in plan {
                #expect(step.hasPrefix("SEARCH") || step.hasPrefix("CORRELATED SCALAR SUBQUERY"), "\(step) in \(sql)")
                #expect(!step.contains("TEMP B-TREE"), "\(step) in \(sql)")
                #expect(!step.contains("AUTOMATIC"), "\(step) in \(sql)")
            }
        }
    }

    @Test(arguments: [
        (Queries.repositoryNames, "USING INDEX repositories_listed (name>?)"),
        (Queries.tagNames, "USING PRIMARY KEY (repository_id=? AND name>?)"),
        (Queries.referrers, "manifests_by_subject (repository_id=? AND subject=? AND digest>?)"),
        (Queries.referrersOfType, "manifests_by_subject_and_type (repository_id=? AND subject=? AND artifact_type=? AND digest>?)"),
    ]) func listsUseTheirOwnIndexes(_ sql: String, _ index: String) async throws {
        try await TemporaryCatalog.use { temporary in
            let plan = try temporary.look { db in
                try Row.fetchAll(Statement.explaining(sql, db)).map { $0["detail"] as String }.joined(separator: "\n")
            }
            #expect(plan.contains(index))
        }
    }

    @Test(arguments: Queries.trashWrites + [Queries.markManifest]) func theTrashFindsItsRows(_ sql: String) async throws {
        try await TemporaryCatalog.use { temporary in
            let plan = try temporary.look { db in
                try Row.fetchAll(Statement.explaining(sql, db)).map { $0["detail"] as String }
            }
            #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") || $0.hasPrefix("SCALAR SUBQUERY") }, "\(plan) of \(sql)")
        }
    }

    @Test func writesFindTheirRows() async throws {
        try await TemporaryCatalog.use { temporary in
            for sql in [
                "DELETE FROM manifests WHERE id = 1", "DELETE FROM tags WHERE repository_id = 1 AND name = 'a'",
                "DELETE FROM blob_links WHERE repository_id = 1 AND blob_id = 1", "DELETE FROM uploads WHERE id = 'a'",
                "UPDATE uploads SET offset = 1, touched_at = 2 WHERE id = 'a'", "UPDATE blobs SET is_suspect = 1 WHERE digest = 'a'",
                "DELETE FROM tombstones WHERE repository_id = 1 AND kind = 'tag' AND key = 'a'", "DELETE FROM blobs WHERE id = 1",
                "DELETE FROM manifest_references WHERE (manifest_id, role, position) IN "
                    + "(SELECT manifest_id, role, position FROM manifest_references WHERE manifest_id = 1 LIMIT 2)",
                "UPDATE manifests SET untagged_at = 2 WHERE id = 1 AND NOT EXISTS (SELECT 1 FROM tags WHERE manifest_id = 1)",
                "SELECT 1 FROM trash WHERE manifest_id = 1", "SELECT 1 FROM blob_reviews WHERE blob_id = 1",
                // What foreign keys look up when a parent goes.
                "SELECT 1 FROM tags WHERE manifest_id = 1", "SELECT 1 FROM blob_links WHERE blob_id = 1",
                "SELECT 1 FROM manifest_references WHERE manifest_id = 1", "SELECT 1 FROM manifest_references WHERE digest = 'a'",
            ] {
                let plan = try temporary.look { db in
                    try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }
                }
                #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") || $0.contains("SUBQUERY") }, "\(plan) of \(sql)")
            }
        }
    }
}

extension Statement {
    /// `EXPLAIN QUERY PLAN` of a statement, its arguments not set.
    fileprivate static func explaining(_ sql: String, _ db: Database) throws -> Statement {
        let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
        statement.setUncheckedArguments([])
        return statement
    }
}
