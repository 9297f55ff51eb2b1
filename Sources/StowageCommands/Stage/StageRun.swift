package import ArgumentParser
import FoundationEssentials
import OCIModel
import StageModel
import StageSigning

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `stowage stage run … -- COMMAND…`.
package struct StageRun: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a step of a build, or restore what it made before.",
        usage: "stowage stage run --stage <name> --input <path> ... --output <path> ... [<options>] -- <command> ...",
        discussion: """
            The step is known by its signature: its name, its command, its inputs, the
            chosen variables and the step before. If it was built before, on whatever
            branch or machine, its outputs are restored and the command doesn't run.
            Otherwise the command runs, its outputs are kept, and the reason of the miss
            is said. If another runner is building the same step, its result is awaited
            and used.

              stowage stage run --stage install --input package-lock.json \\
                --output node_modules --signature-file .install -- npm ci
              stowage stage run --stage build --parent "$(cat .install)" --input src \\
                --output dist -- npm run build

            The command runs in the folder of --base, with this command's environment
            and standard streams. Whatever it reads has to be an input, or the stage
            before. Outputs are replaced as a whole when they are restored.

            A command that fails publishes nothing. Without a server it runs all the
            same, with a warning; --require-cache makes that a failure.

            Exit status: the command's, 128 and the signal's number where a signal ended
            it, 127 or 126 where it could not be started; 125 where stowage itself
            failed, 64 for wrong usage.
            """)

    @Option(name: .customLong("stage"), help: ArgumentHelp("The step's name, such as install.", valueName: "name"))
    var name: String

    @OptionGroup(title: "What goes in") var inputs: InputOptions

    @Option(
        name: .customLong("output"),
        help: ArgumentHelp("A folder or file that the command makes, in the base folder; at least one.", valueName: "path"),
        completion: .file())
    var outputs: [String] = []

    @Option(help: ArgumentHelp("Write the signature here, for the --parent of the next step.", valueName: "file"), completion: .file())
    var signatureFile: String?

    @Flag(help: "Fail where the server can't be used, rather than run without it.")
    var requireCache = false

    @Option(help: ArgumentHelp("How long the lease on the step lasts when this process vanishes.", valueName: "duration"))
    var leaseTtl = DurationOption(.seconds(30))

    @Option(help: ArgumentHelp("How long to wait for another runner that builds the step, before building it too.", valueName: "duration"))
    var waitLimit = DurationOption(.seconds(3600))

    @OptionGroup var selection: SelectionOptions
    @OptionGroup(title: "What is recorded") var facts: FactOptions
    @OptionGroup(title: "What may be in the output") var archive: ArchiveOptions
    @OptionGroup(title: "Where") var repository: RepositoryOptions
    @OptionGroup var server: ServerOptions

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The command and its arguments.", valueName: "command"))
    var command: [String] = []

    package init() {}

    package mutating func validate() throws {
        try FactName.check(name, of: "--stage")
        guard let program = command.first, !program.isEmpty else { throw ValidationError("Write the command behind --, as in: -- npm ci") }
        guard !outputs.isEmpty else { throw ValidationError("Name what the command makes with --output.") }
        guard (Duration.seconds(1)...Duration.seconds(3600)).contains(leaseTtl.duration) else {
            throw ValidationError("--lease-ttl is from 1s to 1h.")
        }
        let paths = try outputs.map { path in
            guard let output = StageOutput(path: path, isFile: false) else {
                throw ValidationError("--output '\(path)' is not a path inside of the base folder.")
            }
            return output
        }
        for (index, output) in paths.enumerated() {
            if let other = paths[..<index].first(where: { $0.overlaps(output) }) {
                throw ValidationError("The outputs '\(other.path)' and '\(output.path)' are in each other.")
            }
        }
    }

    package mutating func run() async throws {
        let inherited = CommandProcess.openDescriptors()
        let command = self
        do {
            let code = try await Interruption.cancelling { try await command.execute(inherited: inherited) }
            if code != 0 { throw ExitCode(code) }
        } catch let error as ExitCode {
            throw error
        } catch let error as CommandError where error.code == .usage {
            throw error
        } catch {
            throw CommandError(.runner, "\(error)")
        }
    }

    private func execute(inherited: Set<Int32>) async throws -> Int32 {
        let context = CommandContext()
        let repository = try self.repository.choice(environment: context.environment).stages()
        _ = try server.address(environment: context.environment)
        let signatureFile = self.signatureFile.map { URL(filePath: $0).path }
        let read = try await InputsReader(environment: context.environment).read(stage: name, command: command, options: inputs)
        // The command and its outputs are in the base folder, whatever folder this was started in.
        guard FileManager.default.changeCurrentDirectoryPath(inputs.base) else {
            throw CommandError(.runner, "can't enter the folder \(inputs.base)")
        }
        setenv("PWD", FileManager.default.currentDirectoryPath, 1)
        let job = StageRunner.Job(
            repository: repository, inputs: read, outputs: outputs.compactMap { StageOutput(path: $0, isFile: false)?.path }, command: command,
            imageName: facts.image, checkout: try await Checkout.find(facts, in: ".", environment: context.environment),
            isGitAware: selection.gitAware, leaseTimeToLive: leaseTtl.duration,
            plan: .init(requiresCache: requireCache, waitLimit: waitLimit.duration), extraction: archive.extraction,
            writing: try archive.writing(environment: context.environment), inherited: inherited)
        let code = try await server.withClient(context) { client in
            try await StageRunner(job, client: client, context: context).run()
        }
        if code == 0, let signatureFile {
            try Parents.make(for: signatureFile)
            try Data("\(read.signature)\n".utf8).write(to: URL(filePath: signatureFile), options: .atomic)
        }
        return code
    }
}
