import Catalog
import OCIModel

extension ImageStore {
    /// Writes down how stages were used since the last time. For every few seconds, and for the end of the process.
    ///
    /// What was asked of a few repositories that don't exist is kept in memory: the first lookups of a new one are misses, and count
    /// when it was made.
    package func flushUses() async throws {
        let batch = uses.take()
        guard !batch.isEmpty else { return }
        do {
            let (pulled, counted, unknown) = try await catalog.recordUses(batch)
            uses.addToTotals(pulled, of: counted)
            uses.keep(unknown)
        } catch {
            // Some of it may be written down already, and counts twice then: the marks of use matter more.
            uses.putBack(batch)
            throw OCIError.storage(error)
        }
    }
}
