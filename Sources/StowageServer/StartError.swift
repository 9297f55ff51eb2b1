/// Why the server could not start, in one line for whoever started it.
package struct StartError: Error, Sendable, CustomStringConvertible {
    package let message: String
    /// What led to it; for the log only.
    package let cause: (any Error)?

    package init(_ message: String, cause: (any Error)? = nil) {
        self.message = message
        self.cause = cause
    }

    package var description: String { message }
}
