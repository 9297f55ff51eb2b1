/// `GET /api/v1/stages?repository=R[&stage=NAME][&order=newest|tag][&after=CURSOR][&n=N]`.
package struct StageListing: Hashable, Sendable, Codable {
    package struct Entry: Hashable, Sendable, Codable {
        package var stage: StageCandidate
        package var signature: Signature
        /// Hits since it was published.
        package var hits: Int64
        /// In unix milliseconds; absent where it was never used.
        package var lastUsedAt: Int64?
        package var isRejected: Bool

        package init(stage: StageCandidate, signature: Signature, hits: Int64, lastUsedAt: Int64?, isRejected: Bool) {
            self.stage = stage
            self.signature = signature
            self.hits = hits
            self.lastUsedAt = lastUsedAt
            self.isRejected = isRejected
        }
    }

    package var stages: [Entry]
    /// What to pass as `after` for the next page; absent on the last.
    package var next: String?

    package init(stages: [Entry], next: String?) {
        self.stages = stages
        self.next = next
    }
}
