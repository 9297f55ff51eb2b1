import ArgumentParser
import StowageServer

/// How a command that threw ends the process.
struct Failure: Equatable {
    let exitCode: Int32
    /// One line for standard error, without its line feed.
    let line: String

    /// - Returns: `nil` for what the argument parser made itself (help, version, usage): it prints and ends as usual.
    init?(_ error: any Error) {
        switch error {
        case is ExitCode, is CleanExit, is ValidationError:
            return nil
        case let error as SettingsError:
            self.init(exitCode: ExitCode.validationFailure.rawValue, message: error.message)
        default:
            self.init(exitCode: ExitCode.failure.rawValue, message: "\(error)")
        }
    }

    private init(exitCode: Int32, message: String) {
        self.exitCode = exitCode
        self.line = "stowage: " + message.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
