/// Why git could not answer.
package struct GitError: Error, Sendable {
    package struct Code: Hashable, Sendable {
        private enum Value {
            case notInstalled, unsafeOwnership, noCommits, unknownCommit, noRemote, unreachableRemote, timedOut, shallow, missingObjects, failed
        }
        private let value: Value

        /// There is no program `git` in `PATH`.
        package static let notInstalled = Code(value: .notInstalled)
        /// Another user owns the repository, so git refuses to read it.
        package static let unsafeOwnership = Code(value: .unsafeOwnership)
        /// Nothing was committed yet, so there is no current commit.
        package static let noCommits = Code(value: .noCommits)
        /// A current commit is not in this clone.
        package static let unknownCommit = Code(value: .unknownCommit)
        /// It isn't clear which remote tells the branches and tags, or there is none.
        package static let noRemote = Code(value: .noRemote)
        /// The remote refused or could not be reached.
        package static let unreachableRemote = Code(value: .unreachableRemote)
        /// The remote did not answer in time.
        package static let timedOut = Code(value: .timedOut)
        /// The clone has only a part of the history.
        package static let shallow = Code(value: .shallow)
        /// What the remote has is not, or not all, in this clone.
        package static let missingObjects = Code(value: .missingObjects)
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
