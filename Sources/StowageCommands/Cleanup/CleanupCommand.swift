package import ArgumentParser

/// `stowage cleanup VERB`: what goes, and why.
package struct CleanupCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "cleanup",
        abstract: "Cleanup: plan, apply, undo and look at what was done.",
        discussion: """
            A plan decides for every tag of a project whether it is kept or deleted, and
            says why. Nothing is deleted until it is applied; and nothing is ever deleted
            that no policy was set for.

            Look at what would go, then let it go:

              stowage cleanup plan --project app --git . --git-tag-limit 10 --save plan
              stowage cleanup apply plan

            What was deleted can be restored within the undo window:

              stowage cleanup undo PLAN
            """,
        subcommands: [CleanupPlanCommand.self, CleanupApply.self, CleanupUndo.self, CleanupList.self, CleanupShow.self])

    package init() {}
}
