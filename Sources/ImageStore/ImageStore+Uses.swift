import Catalog
import OCIModel

extension ImageStore {
    /// Writes down how stages and manifests were used, for the end of the process, when no request runs any more. Without it the next
    /// process takes everything for used lately.
    package func endUses() async throws {
        try await flushUses()
        try await OCIError.translating { try await catalog.endUses(lostAt: uses.lostUsesAt) }
    }

    /// Writes down how stages and manifests were used since the last time. For every few seconds.
    ///
    /// What was asked of a few repositories that don't exist is kept in memory: the first lookups of a new one are misses, and count
    /// when it was made.
    package func flushUses() async throws {
        let flush = uses.take()
        guard !flush.batch.isEmpty else { return }
        do {
            let (pulled, counted, unknown) = try await catalog.recordUses(flush.batch)
            uses.didWrite(flush)
            uses.addToTotals(pulled, of: counted)
            uses.keep(unknown)
        } catch {
            // Some of it may be written down already, and counts twice then: the marks of use matter more.
            uses.putBack(flush)
            throw OCIError.storage(error)
        }
    }
}
