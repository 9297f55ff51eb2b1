/// What a program that ran to its end left.
package struct ShellResult: Sendable {
    package let command: String
    package let status: ExitStatus
    package let output: [UInt8]
    package let errors: [UInt8]
    package let duration: Duration

    package var text: String { String(decoding: output, as: UTF8.self) }
    package var errorText: String { String(decoding: errors, as: UTF8.self) }
    /// Both outputs, one after the other.
    package var allText: String { text + errorText }
}

extension ShellResult: CustomStringConvertible {
    package var description: String {
        """
        \(command)
        \(status) after \(duration)
        --- output, the last 4000 bytes
        \(String(decoding: output.suffix(4000), as: UTF8.self))
        --- errors, the last 4000 bytes
        \(String(decoding: errors.suffix(4000), as: UTF8.self))
        """
    }
}

/// A program that failed or took too long. The description has its output, so a test's failure shows it.
package struct ShellError: Error, CustomStringConvertible {
    package let problem: String
    package let result: ShellResult

    package var description: String { "\(problem): \(result)" }
}
