package import ArgumentParser
import StowageServer

/// The root of the command line: `stowage VERB`.
package struct Stowage: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "stowage",
        abstract: "A stage cache and an OCI image store for build farms.",
        discussion: """
            Start the server in the working folder, and push an image to it:

              stowage serve
              skopeo copy --dest-tls-verify=false oci:image docker://127.0.0.1:5000/app:1

            Exit status: 0 done, 1 failed, 3 done in part, 64 wrong usage or settings.
            """,
        version: "stowage \(StowageVersion.current)",
        subcommands: [
            Serve.self, StageCommand.self, ImageCommand.self, CleanupCommand.self, Purge.self, CollectorCommand.self, Stats.self, CIEnv.self,
        ])

    package init() {}
}
