/// What became of manifests that were reviewed.
package struct ManifestReviewOutcome: Hashable, Sendable {
    /// Manifests that nothing needed.
    package var deleted = 0
    /// Manifests that are needed; their rows left the queue.
    package var kept = 0
    /// Manifests that nothing needs but that were asked for lately; their rows are due later.
    package var renewed = 0
    /// Manifests that were not reached: their rows are due as before.
    package var unreached = 0

    package init() {}

    package static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.deleted += right.deleted
        sum.kept += right.kept
        sum.renewed += right.renewed
        sum.unreached += right.unreached
        return sum
    }
}
