/// Something went wrong while a ``LiveServer`` was under test.
package struct LiveServerError: Error, CustomStringConvertible {
    package let problem: String
    /// The tail of what the server wrote to its standard error.
    package let log: String
    package let cause: (any Error)?

    init(_ problem: String, log: String, cause: (any Error)? = nil) {
        self.problem = problem
        self.log = log
        self.cause = cause
    }

    package var description: String { "stowage serve \(problem)\n--- its standard error\n\(log)" }
}
