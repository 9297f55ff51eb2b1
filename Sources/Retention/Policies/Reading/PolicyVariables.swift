/// The environment variables that say policies.
enum PolicyVariables {
    struct Variable: Sendable {
        let name: String
        /// What may be written, to follow "write".
        let form: String
        /// False where the text isn't such a value.
        let take: @Sendable (String, inout PolicyLayer) -> Bool

        init<Value>(
            _ name: String, _ form: String, _ path: any WritableKeyPath<PolicyLayer, Value?> & Sendable,
            _ parse: @escaping @Sendable (String) -> Value?
        ) {
            self.name = name
            self.form = form
            self.take = { text, layer in
                guard let value = parse(text) else { return false }
                layer[keyPath: path] = value
                return true
            }
        }
    }

    static let prefix = "STOWAGE_CLEANUP_"
    /// Entries of the keep list, one a line.
    static let keep = prefix + "KEEP"
    /// Keep patterns, one a line.
    static let keepPatterns = prefix + "KEEP_PATTERNS"

    /// Of two for one policy the later one counts: Stowage's own.
    static let all: [Variable] = strategies(named: { "WERF_\($0)_STRATEGY_\($1)" }) + werf + strategies(named: { "\(prefix)\($0)_\($1)" }) + own

    private static let number = "a whole number; a negative one is off"
    private static let duration = "a duration with a unit, such as 90s, 30m, 2h or 14d, or off"
    private static let werf = [
        Variable("WERF_KEEP_STAGES_BUILT_WITHIN_LAST_N_HOURS", "a number of hours; 0 is off", \.keepBuiltWithin) {
            PolicyText.count($0).flatMap { $0 < 0 ? nil : Int64($0) * 3600 }
        }
    ]

    private static let own = [
        Variable(prefix + "GIT_TAG_DELETE_GONE", "true or false", \.gitTag.deleteGone, PolicyText.flag),
        Variable(prefix + "GIT_COMMIT_DELETE_GONE", "true or false", \.gitCommit.deleteGone, PolicyText.flag),
        Variable(prefix + "GIT_BRANCH_DELETE_GONE", "true or false", \.gitBranch.deleteGone, PolicyText.flag),
        Variable(prefix + "BUILT_WITHIN", duration, \.keepBuiltWithin) { $0 == PolicyText.off ? 0 : PolicyText.seconds($0) },
        Variable(prefix + "USED_WITHIN", duration, \.keepUsedWithin) { $0 == PolicyText.off ? 0 : PolicyText.seconds($0) },
        Variable(prefix + "STAGES_KEEP_UNNEEDED_FOR", duration, \.stagesKeepUnneededFor, PolicyText.secondsOrOff),
        Variable(prefix + "UNTAGGED_KEEP_FOR", duration, \.untaggedKeepFor, PolicyText.secondsOrOff),
        Variable(prefix + "BUDGET", "a size, such as 200GiB, or off", \.budget, PolicyText.bytesOrOff),
        Variable(prefix + "UNDO_WINDOW", duration, \.undoWindow) { $0 == PolicyText.off ? 0 : PolicyText.seconds($0) },
        Variable(prefix + "LARGEST_SHARE", "a share, such as 50% or 0.5", \.largestShare, PolicyText.share),
    ]

    private static func strategies(named name: (String, String) -> String) -> [Variable] {
        [
            Variable(name("GIT_TAG", "LIMIT"), number, \.gitTag.limit, PolicyText.count),
            Variable(name("GIT_TAG", "EXPIRY_DAYS"), number, \.gitTag.expiryDays, PolicyText.count),
            Variable(name("GIT_COMMIT", "LIMIT"), number, \.gitCommit.limit, PolicyText.count),
            Variable(name("GIT_COMMIT", "EXPIRY_DAYS"), number, \.gitCommit.expiryDays, PolicyText.count),
            Variable(name("STAGES_SIGNATURE", "LIMIT"), number, \.stagesSignature.limit, PolicyText.count),
            Variable(name("STAGES_SIGNATURE", "EXPIRY_DAYS"), number, \.stagesSignature.expiryDays, PolicyText.count),
        ]
    }
}
