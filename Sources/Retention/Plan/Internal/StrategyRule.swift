import StageModel

/// What the policies say about one tag strategy.
struct StrategyRule {
    /// In milliseconds.
    static let day: Int64 = 86_400_000

    /// Tells the rules of a plan apart.
    let number: Int32
    let limit: Int?
    let expiryDays: Int?
    let deletesGone: Bool
    let gone: Rule
    let expiry: Rule
    let limitRule: Rule

    /// - Returns: `nil` where nothing governs the strategy.
    init?(_ strategy: TagStrategy, _ policies: CleanupPolicies, custom: [(pattern: Pattern, policy: CustomPolicy)], names: [String]) {
        let policy: CleanupPolicies.Strategy
        switch strategy {
        case .gitTag: (number, policy, gone, expiry, limitRule) = (0, policies.gitTag, .gitTagGone, .gitTagExpiry, .gitTagLimit)
        case .gitCommit: (number, policy, gone, expiry, limitRule) = (1, policies.gitCommit, .gitCommitGone, .gitCommitExpiry, .gitCommitLimit)
        case .stagesSignature:
            (number, policy, gone, expiry, limitRule) = (2, policies.stagesSignature, .none, .stagesSignatureExpiry, .stagesSignatureLimit)
        case .gitBranch: (number, policy, gone, expiry, limitRule) = (3, policies.gitBranch, .gitBranchGone, .none, .none)
        case .custom:
            guard let place = custom.firstIndex(where: { $0.pattern.matches(names[0]) }) else { return nil }
            let said = custom[place].policy
            let on = { (value: Int?) in value.flatMap { $0 < 0 ? nil : $0 } }
            number = 4 + Int32(place)
            policy = CleanupPolicies.Strategy(limit: on(said.limit), expiryDays: on(said.expiryDays))
            (gone, expiry, limitRule) = (.none, .customExpiry, .customLimit)
        }
        guard policy.isOn else { return nil }
        limit = policy.limit
        expiryDays = policy.expiryDays
        deletesGone = policy.deletesGone
    }
}
