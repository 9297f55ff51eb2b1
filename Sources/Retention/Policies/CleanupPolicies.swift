/// The policies that decide, put together from their sources.
package struct CleanupPolicies: Hashable, Sendable {
    /// Of one tag strategy. `nil`: off.
    package struct Strategy: Hashable, Sendable {
        package var limit: Int?
        package var expiryDays: Int?
        package var deletesGone: Bool
    }

    package var gitTag: Strategy
    package var gitCommit: Strategy
    package var stagesSignature: Strategy
    package var gitBranch: Strategy
    package var custom: [CustomPolicy]
    /// Empty: none.
    package var keepPolicies: [KeepPolicy]
    /// Nothing is decided at all.
    package var isDisabled: Bool
    /// `false`: workloads needn't be asked for.
    package var asksWorkloads: Bool
    package var keepPatterns: [String]
    package var keepList: [String]
    /// In seconds; zero: off. So the following, where `nil` is off.
    package var keepBuiltWithin: Int64
    package var keepUsedWithin: Int64
    package var stagesKeepUnneededFor: Int64?
    package var untaggedKeepFor: Int64?
    /// In bytes.
    package var budget: Int64?
    /// In seconds; `nil`: what the server uses.
    package var undoWindow: Int64?
    package var largestShare: Double
    package var classification: [ClassificationPattern]

    /// - Parameter layers: The sources, the one that wins first: flags, environment, `werf.yaml`, the server's.
    /// - Throws: ``RetentionError`` with code `policy` where a pattern isn't a regular expression, or a value can't be.
    package init(_ layers: [PolicyLayer]) throws {
        throw RetentionError(.policy, "not there yet")
    }
}

extension CleanupPolicies {
    /// Some rule can delete something.
    package var deletesAnything: Bool { false }
    /// Some rule that is on needs git.
    package var needsGit: Bool { false }
}
