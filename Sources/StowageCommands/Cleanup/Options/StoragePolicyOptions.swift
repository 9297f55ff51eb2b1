import ArgumentParser
import Retention

/// The policies for stages and for what has no tag, and the bounds of a whole plan.
struct StoragePolicyOptions: ParsableArguments {
    // Unconditional, so that -1 is taken for a value, as of limits.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Delete stages that no kept image needs when they are unused for longer. (default: off)", valueName: "time"))
    var stagesKeepUnneededFor: ExpiryOption?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Delete manifests without a tag after this time; off for never. (default: 14d where another policy deletes, else off)",
            valueName: "time"))
    var untaggedKeepFor: ExpiryOption?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Delete least recently used stages until all take no more than this: 50GiB. (default: off)", valueName: "size"))
    var budget: BudgetOption?

    @Option(
        help: ArgumentHelp("How long what is deleted can be restored; 0 or off for not at all. (default: the server's)", valueName: "time"))
    var undoWindow: PeriodOption?

    @Option(help: ArgumentHelp("The largest part of the project's image tags that may go without --force. (default: 50%)", valueName: "share"))
    var largestShare: ShareOption?

    func add(to layer: inout PolicyLayer) {
        layer.stagesKeepUnneededFor = stagesKeepUnneededFor?.seconds
        layer.untaggedKeepFor = untaggedKeepFor?.seconds
        layer.budget = budget?.bytes
        layer.undoWindow = undoWindow.map { $0.seconds ?? 0 }
        layer.largestShare = largestShare?.share
    }
}
