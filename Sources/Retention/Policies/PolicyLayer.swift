/// What one source of policies says: flags, the environment, `werf.yaml`, the server. `nil`: it says nothing of it, and the next
/// source is asked.
package struct PolicyLayer: Hashable, Sendable, Codable {
    package var gitTag = StrategyPolicy()
    package var gitCommit = StrategyPolicy()
    package var stagesSignature = StrategyPolicy()
    /// Has no limit and no expiry.
    package var gitBranch = StrategyPolicy()
    /// The first that matches a tag counts. From the first source that has any.
    package var custom: [CustomPolicy]?
    /// From the first source that has any; empty: none.
    package var keepPolicies: [KeepPolicy]?
    /// werf's `disableGitHistoryBasedPolicy`.
    package var disablesKeepPolicies: Bool?
    /// werf's `disableKubernetesBasedPolicy`: workloads aren't asked for.
    package var disablesWorkloads: Bool?
    /// werf's `disable`: nothing is cleaned up at all.
    package var disablesCleanup: Bool?
    /// Tags that are kept for good: regular expressions for whole tags. Of all sources together.
    package var keepPatterns: [String] = []
    /// Tags that are kept for good: `TAG`, `REPOSITORY:TAG` or `REPOSITORY@DIGEST`. Of all sources together.
    package var keepList: [String] = []
    /// In seconds. Zero: off. Where no source says it, 2 hours.
    package var keepBuiltWithin: Int64?
    /// In seconds. Zero: off. Where no source says it, 24 hours.
    package var keepUsedWithin: Int64?
    /// In seconds; negative: off, as where no source says it.
    package var stagesKeepUnneededFor: Int64?
    /// In seconds; negative: off. Where no source says it, 14 days if anything else is on.
    package var untaggedKeepFor: Int64?
    /// Bytes that the stages of the project may take; negative: off.
    package var budget: Int64?
    /// In seconds. Where no source says it, what the server uses.
    package var undoWindow: Int64?
    /// From 0 to 1. Where no source says it, one half.
    package var largestShare: Double?
    /// From the first source that has any; else those of ``Classification``.
    package var classification: [ClassificationPattern]?

    package init() {}
}
