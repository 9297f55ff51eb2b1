import ArgumentParser
import StowageServer

/// How a command that threw ends the process.
struct Failure: Equatable {
    let exitCode: Int32
    /// One line for standard error, without its line feed.
    let line: String

    /// - Returns: `nil` for what the argument parser made itself (help, version, usage): it prints and ends as usual.
    init?(_ error: any Error) {
        if let error = error as? SettingsError {
            self.init(exitCode: ExitCode.validationFailure.rawValue, message: error.message)
        } else if let error = error as? CommandError {
            self.init(exitCode: error.code.exitCode, message: error.description)
        } else if error is ExitCode || Stowage.exitCode(for: error) != .failure {
            // The parser has codes of its own for its own errors, some of which are not public.
            return nil
        } else {
            self.init(exitCode: ExitCode.failure.rawValue, message: "\(error)")
        }
    }

    private init(exitCode: Int32, message: String) {
        self.exitCode = exitCode
        self.line = "stowage: " + PlainText.line(message)
    }
}
