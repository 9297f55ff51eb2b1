import GRDB

/// The steps that lead to the schema. A step that was released is never edited; the schema moves on by new ones.
///
/// Meant to be read with `sqlite3`: digests are text (`sha256:…`), times are unix milliseconds, sizes are bytes, and text is
/// compared byte by byte.
enum CatalogSchema {
    static var migrator: DatabaseMigrator {
        // The check of all foreign keys after each step would take as long as the catalog is large.
        var migrator = DatabaseMigrator().disablingDeferredForeignKeyChecks()
        migrator.registerMigration("1 repositories, blobs, manifests, tags, uploads") { db in
            try db.execute(sql: CatalogSchema.firstTables)
            try db.execute(sql: CatalogSchema.firstStatistics)
            try db.execute(sql: CatalogSchema.firstMeanings)
            try db.execute(sql: CatalogSchema.firstLeases)
            try db.execute(sql: CatalogSchema.firstWerfTables)
        }
        migrator.registerMigration("2 trash, plans, reviews") { db in
            try db.execute(sql: CatalogSchema.collectionColumns)
            try db.execute(sql: CatalogSchema.trash)
            try db.execute(sql: CatalogSchema.plans)
            try db.execute(sql: CatalogSchema.reviews)
            try db.execute(sql: CatalogSchema.reviewTriggers)
        }
        return migrator
    }
}
