extension CleanupPolicies {
    /// A hundred years, so that no sum of times overflows.
    private static let longest: Int64 = 36_525 * 86_400

    /// - Throws: ``RetentionError`` with code `policy`, which names the policy.
    func check() throws {
        guard (0...1).contains(largestShare) else {
            throw RetentionError(.policy, "the largest share that may be deleted is between 0 and 1, not \(largestShare)")
        }
        try check("the time to keep what was built", keepBuiltWithin)
        try check("the time to keep what was used", keepUsedWithin)
        try check("the time to keep stages that nobody needs", stagesKeepUnneededFor ?? 0)
        try check("the time to keep untagged manifests", untaggedKeepFor ?? 0)
        try check("the undo window", undoWindow ?? 0)
        for strategy in [gitTag, gitCommit, stagesSignature] { try check(expiryDays: strategy.expiryDays) }
        for pattern in keepPatterns { _ = try Pattern(pattern) }
        for pattern in classification { _ = try Pattern(pattern.tags) }
        for policy in custom {
            _ = try Pattern(policy.tags)
            try check(expiryDays: policy.expiryDays)
        }
        for policy in keepPolicies {
            _ = try NamePattern(policy.pattern)
            for limit in [policy.references, policy.imagesPerReference] {
                try check("the time of a keep policy", limit?.within ?? 0)
            }
        }
        for entry in keepList { _ = try KeepListEntry(entry) }
    }

    private func check(_ what: String, _ seconds: Int64) throws {
        guard (0...Self.longest).contains(seconds) else {
            throw RetentionError(.policy, "\(what) is \(seconds) seconds, which can't be; say a time of up to 100 years")
        }
    }

    private func check(expiryDays: Int?) throws {
        guard let expiryDays, Int64(expiryDays) > Self.longest / 86_400 else { return }
        throw RetentionError(.policy, "an expiry of \(expiryDays) days is too long; say up to 36525, or -1 for none")
    }
}
