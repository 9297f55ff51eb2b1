package import ArgumentParser

/// `stowage stage VERB`: build stages in the cache.
package struct StageCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "stage",
        abstract: "Build stages: run, push, pull and look up.",
        discussion: """
            A stage is what one step of a build makes, kept under a signature: a hash of
            everything that goes into the step. The same inputs give the same signature
            on every machine and branch, so a stage that was built once is never built
            again.

            Run a step, and run it again; the second time its output is restored
            instead:

              export STOWAGE_PROJECT=app
              stowage stage run --stage install --input package-lock.json \\
                --output node_modules -- npm ci
            """,
        subcommands: [
            StageRun.self, StageSignature.self, StageLookup.self, StageList.self, StageExplain.self, StagePush.self, StagePull.self,
        ])

    package init() {}
}
