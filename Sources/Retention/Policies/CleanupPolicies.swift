import StageModel

/// The policies that decide, put together from their sources.
///
/// Everything that deletes is off where no source says otherwise.
package struct CleanupPolicies: Hashable, Sendable {
    /// Of one tag strategy. `nil`: off.
    package struct Strategy: Hashable, Sendable {
        package var limit: Int?
        package var expiryDays: Int?
        package var deletesGone: Bool

        package init(limit: Int? = nil, expiryDays: Int? = nil, deletesGone: Bool = false) {
            self.limit = limit
            self.expiryDays = expiryDays
            self.deletesGone = deletesGone
        }

        package var isOn: Bool { limit != nil || expiryDays != nil || deletesGone }
    }

    /// Seconds, where no source says it.
    package static let defaultKeepBuiltWithin: Int64 = 2 * 3600
    package static let defaultKeepUsedWithin: Int64 = 24 * 3600
    package static let defaultUntaggedKeepFor: Int64 = 14 * 86_400
    package static let defaultLargestShare = 0.5

    package var gitTag: Strategy
    package var gitCommit: Strategy
    package var stagesSignature: Strategy
    package var gitBranch: Strategy
    /// The first that matches a tag counts.
    package var custom: [CustomPolicy]
    /// Empty: none.
    package var keepPolicies: [KeepPolicy]
    /// Nothing is cleaned up at all.
    package var isDisabled: Bool
    /// `false`: what runs isn't asked for.
    package var asksWorkloads: Bool
    package var keepPatterns: [String]
    package var keepList: [String]
    /// In seconds; zero: off.
    package var keepBuiltWithin: Int64
    package var keepUsedWithin: Int64
    /// In seconds; `nil`: off.
    package var stagesKeepUnneededFor: Int64?
    package var untaggedKeepFor: Int64?
    /// In bytes; `nil`: off.
    package var budget: Int64?
    /// In seconds; `nil`: what the server uses.
    package var undoWindow: Int64?
    package var largestShare: Double
    package var classification: [ClassificationPattern]

    /// - Parameter layers: The sources, the one that wins first: flags, environment, `werf.yaml`, the server's.
    /// - Throws: ``RetentionError`` with code `policy` where a pattern isn't a regular expression, or a value can't be.
    package init(_ layers: [PolicyLayer]) throws {
        let sources = PolicySources(layers)
        gitTag = sources.strategy(\.gitTag)
        gitCommit = sources.strategy(\.gitCommit)
        stagesSignature = sources.strategy(\.stagesSignature)
        stagesSignature.deletesGone = false
        // Without limit and expiry: nothing but an explicit word turns it on.
        gitBranch = Strategy(deletesGone: sources.first(\.gitBranch.deleteGone) ?? false)
        custom = sources.first(\.custom) ?? []
        keepPolicies = sources.first(\.disablesKeepPolicies) == true ? [] : sources.first(\.keepPolicies) ?? []
        isDisabled = sources.first(\.disablesCleanup) ?? false
        asksWorkloads = !(sources.first(\.disablesWorkloads) ?? false)
        keepPatterns = sources.all(\.keepPatterns)
        keepList = sources.all(\.keepList)
        keepBuiltWithin = sources.first(\.keepBuiltWithin) ?? Self.defaultKeepBuiltWithin
        keepUsedWithin = sources.first(\.keepUsedWithin) ?? Self.defaultKeepUsedWithin
        stagesKeepUnneededFor = sources.number(\.stagesKeepUnneededFor)
        budget = sources.number(\.budget)
        undoWindow = sources.first(\.undoWindow)
        largestShare = sources.first(\.largestShare) ?? Self.defaultLargestShare
        classification = sources.first(\.classification) ?? Classification.defaults
        untaggedKeepFor = nil
        let isOn = deletesTags
        untaggedKeepFor = sources.first(\.untaggedKeepFor).map { $0 < 0 ? nil : $0 } ?? (isOn ? Self.defaultUntaggedKeepFor : nil)
        try check()
    }
}

extension CleanupPolicies {
    /// Some rule can delete a tag.
    private var deletesTags: Bool {
        !isDisabled
            && (gitTag.isOn || gitCommit.isOn || stagesSignature.isOn || gitBranch.isOn || !keepPolicies.isEmpty || stagesKeepUnneededFor != nil
                || budget != nil || custom.contains { ($0.limit ?? -1) >= 0 || ($0.expiryDays ?? -1) >= 0 })
    }

    /// Some rule can delete something.
    package var deletesAnything: Bool { deletesTags || !isDisabled && untaggedKeepFor != nil }

    /// Some rule that is on needs git.
    package var needsGit: Bool {
        !isDisabled && (gitTag.deletesGone || gitCommit.deletesGone || gitBranch.deletesGone || !keepPolicies.isEmpty)
    }
}
