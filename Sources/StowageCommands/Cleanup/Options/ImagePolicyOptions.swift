import ArgumentParser
import Retention

/// The policies for images: a rule for each tag strategy, and werf's `keepPolicies`.
struct ImagePolicyOptions: ParsableArguments {
    // Unconditional, so that -1 is taken for a value, as werf's users write it.
    @Option(parsing: .unconditional, help: ArgumentHelp("Keep so many of each image that are tagged by git tags, the newest.", valueName: "count"))
    var gitTagLimit: LimitOption?

    @Option(parsing: .unconditional, help: ArgumentHelp("Delete such an image so many days after it was published.", valueName: "days"))
    var gitTagExpiryDays: LimitOption?

    @Flag(
        inversion: .prefixedNo,
        help: "Delete it when its tag is gone from git. (default: where a limit or an expiry of the strategy is on)")
    var gitTagDeleteGone: Bool?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Keep so many of each image that are tagged by commits, the newest.", valueName: "count"))
    var gitCommitLimit: LimitOption?

    @Option(parsing: .unconditional, help: ArgumentHelp("Delete such an image so many days after it was published.", valueName: "days"))
    var gitCommitExpiryDays: LimitOption?

    @Flag(
        inversion: .prefixedNo,
        help: "Delete it when no branch or tag has its commit any more. (default: where a limit or an expiry of the strategy is on)")
    var gitCommitDeleteGone: Bool?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Keep so many of each image that are tagged by signatures, the newest.", valueName: "count"))
    var stagesSignatureLimit: LimitOption?

    @Option(parsing: .unconditional, help: ArgumentHelp("Delete such an image so many days after it was published.", valueName: "days"))
    var stagesSignatureExpiryDays: LimitOption?

    @Flag(inversion: .prefixedNo, help: "Delete an image that is tagged by a branch when the branch is gone. (default: don't)")
    var gitBranchDeleteGone: Bool?

    @Option(
        name: .customLong("custom"),
        help: ArgumentHelp(
            "A rule for custom tags that match: '/nightly-.*/,limit=5,expiry-days=14'. The first that matches counts.", valueName: "rule"))
    var custom: [CustomPolicyOption] = []

    @Option(
        name: .customLong("keep-policy"),
        help: ArgumentHelp(
            "One of werf's keepPolicies: 'branch=main,images-last=10', 'tag=/v.*/,last=5', 'branch=/.*/,last=10,in=168h,operator=or,images-last=2,images-in=168h'. Where there is one, they decide for all images with commits.",
            valueName: "policy"))
    var keepPolicies: [KeepPolicyOption] = []

    @Flag(name: .customLong("no-keep-policies"), help: "Use no keepPolicies, wherever they are set.")
    var disablesKeepPolicies = false

    @Option(
        name: .customLong("classify"),
        help: ArgumentHelp("Give tags that match a strategy, where none was recorded: 'git-tag=v[0-9.]+'.", valueName: "strategy=regex"))
    var classification: [ClassificationOption] = []

    func add(to layer: inout PolicyLayer) {
        layer.gitTag = StrategyPolicy(limit: gitTagLimit?.count, expiryDays: gitTagExpiryDays?.count, deleteGone: gitTagDeleteGone)
        layer.gitCommit = StrategyPolicy(limit: gitCommitLimit?.count, expiryDays: gitCommitExpiryDays?.count, deleteGone: gitCommitDeleteGone)
        layer.stagesSignature = StrategyPolicy(limit: stagesSignatureLimit?.count, expiryDays: stagesSignatureExpiryDays?.count)
        layer.gitBranch = StrategyPolicy(deleteGone: gitBranchDeleteGone)
        layer.custom = custom.isEmpty ? nil : custom.map(\.policy)
        layer.keepPolicies = keepPolicies.isEmpty ? nil : keepPolicies.map(\.policy)
        // Who writes one here wants it, whatever a file says.
        layer.disablesKeepPolicies = disablesKeepPolicies ? true : keepPolicies.isEmpty ? nil : false
        layer.classification = classification.isEmpty ? nil : classification.map(\.pattern)
    }

    func validate() throws {
        guard keepPolicies.isEmpty || !disablesKeepPolicies else {
            throw ValidationError("--keep-policy and --no-keep-policies are opposites; give one of them.")
        }
    }
}
