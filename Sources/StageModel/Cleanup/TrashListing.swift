/// `GET /api/v1/trash?repository=R[&after=CURSOR][&n=N]`: what was deleted and can be restored, the newest first.
package struct TrashListing: Hashable, Sendable, Codable {
    package struct Entry: Hashable, Sendable, Codable {
        package var repository: String
        /// Absent where a manifest without a tag was deleted.
        package var tag: String?
        package var digest: String
        package var deletedAt: Int64
        /// Until when it can be restored, in unix milliseconds.
        package var expiresAt: Int64
        /// Why it was deleted.
        package var reason: String
        /// The plan that deleted it.
        package var plan: String?

        package init(repository: String, tag: String?, digest: String, deletedAt: Int64, expiresAt: Int64, reason: String, plan: String? = nil) {
            self.repository = repository
            self.tag = tag
            self.digest = digest
            self.deletedAt = deletedAt
            self.expiresAt = expiresAt
            self.reason = reason
            self.plan = plan
        }
    }

    package var entries: [Entry]
    package var next: String?

    package init(entries: [Entry], next: String?) {
        self.entries = entries
        self.next = next
    }
}
