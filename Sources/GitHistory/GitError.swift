/// Why git could not answer.
package struct GitError: Error, Sendable {
    package struct Code: Hashable, Sendable {
        private enum Value { case notInstalled, unsafeOwnership, noCommits, unknownCommit, failed }
        private let value: Value

        /// There is no program `git` in `PATH`.
        package static let notInstalled = Code(value: .notInstalled)
        /// Another user owns the repository, so git refuses to read it.
        package static let unsafeOwnership = Code(value: .unsafeOwnership)
        /// Nothing was committed yet, so there is no current commit.
        package static let noCommits = Code(value: .noCommits)
        /// A current commit is not in this clone.
        package static let unknownCommit = Code(value: .unknownCommit)
        /// Git ended with an error of another kind, which the message quotes.
        package static let failed = Code(value: .failed)
    }

    package let code: Code
    /// What is wrong and what to do about it.
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension GitError: CustomStringConvertible {
    package var description: String { message }
}
