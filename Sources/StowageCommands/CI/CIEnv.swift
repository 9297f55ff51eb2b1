package import ArgumentParser
import FoundationEssentials

/// `stowage ci-env`: prints the variables that a CI job needs.
package struct CIEnv: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "ci-env",
        abstract: "Print variables for a CI job, for this program and for werf.",
        discussion: """
            In a job, either of

              eval "$(stowage ci-env gitlab --server http://HOST:5000)"
              . "$(stowage ci-env gitlab --server http://HOST:5000 --as-file)"

            The variables are those that werf's own ci-env exports, with this server's
            repositories and synchronization address, and STOWAGE_SERVER and
            STOWAGE_PROJECT. A variable that is set already keeps its value. No token is
            read or printed; log in to a server that asks for it by yourself.

            From the job it reads, for GitLab, CI_REGISTRY_IMAGE (else CI_PROJECT_PATH;
            one of them is required), CI_PROJECT_URL, CI_COMMIT_SHA, CI_COMMIT_TAG,
            CI_COMMIT_REF_NAME, CI_ENVIRONMENT_SLUG, CI_PIPELINE_ID, CI_JOB_ID and
            CI_SERVER_VERSION; for GitHub, GITHUB_REPOSITORY (required), GITHUB_SHA,
            GITHUB_REF_NAME, GITHUB_REF_TYPE and GITHUB_RUN_ID.
            """)

    @Argument(help: "The CI system.")
    var system: CISystem

    @Option(help: ArgumentHelp("The werf that the variables are for.", valueName: "version"))
    var werf = WerfGeneration.stages

    @Option(
        help: ArgumentHelp("How werf 1.1 tags images; without it, by stages signature.", valueName: "strategy"))
    var taggingStrategy: CITagging?

    @Option(help: ArgumentHelp("The server's address. (default: $STOWAGE_SERVER, else http://127.0.0.1:5000)", valueName: "url"))
    var server: String?

    @Flag(help: "Write the variables to a new file, and print its path.")
    var asFile = false

    package init() {}

    package mutating func run() throws {
        let variables = ProcessInfo.processInfo.environment
        do {
            let script = try environment(variables: variables).script
            let folder = variables["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
            try Output.write(asFile ? try PrivateFile.write(script, in: folder, prefix: "stowage-ci-env-") + "\n" : script)
        } catch {
            // Whoever evaluates the output sees no exit code of this program.
            if !asFile { try Output.write("exit 1\n") }
            throw error
        }
    }

    func environment(variables: [String: String]) throws -> CIEnvironment {
        let text = server ?? variables["STOWAGE_SERVER"].flatMap { $0.isEmpty ? nil : $0 } ?? "http://127.0.0.1:5000"
        let address = try CIServer(text)
        guard server == nil || !address.hadCredentials else {
            throw CIError("--server has a password, which would be printed; set it in STOWAGE_SERVER instead, which is not")
        }
        return try CIEnvironment(
            system, for: werf, server: address, serverIsChosen: server != nil, tagging: taggingStrategy, variables: variables)
    }
}
