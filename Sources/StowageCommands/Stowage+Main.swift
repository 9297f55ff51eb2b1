import ArgumentParser
import StowageServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Stowage {
    /// To be called before all else; see ``StandardStreams/occupy()``.
    package static func occupyStandardStreams() { StandardStreams.occupy() }

    /// Runs the program's command line and ends the process: 0, 64 for wrong usage and settings, else 1, with one line on
    /// standard error.
    package static func runProcess() async -> Never {
        // A client that goes away must fail a write, not end the process.
        signal(SIGPIPE, SIG_IGN)
        // Ctrl-\ ends the process as it ends others; the runtime would take it for a crash, and ask what to do.
        Interruption.restoreDefault(SIGQUIT)
        if let index = RawText.firstUndecodableArgument {
            LogOutput.standardError(
                "stowage: argument \(index) is not UTF-8 and can't be taken as it is; name files by a pattern, and give such words to a command in a script\n"
            )
            Self.exit(withError: ExitCode.validationFailure)
        }
        var command: any ParsableCommand
        do {
            command = try await Self.asyncParseAsRoot()
        } catch {
            Self.exit(withError: error)
        }
        do {
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            guard let failure = Failure(error) else { Self.exit(withError: error) }
            LogOutput.standardError(failure.line + "\n")
            Self.exit(withError: ExitCode(failure.exitCode))
        }
        Self.exit(withError: nil)
    }
}
