/// Why commits make no graph.
package struct CommitGraphError: Error, Sendable {
    package struct Code: Hashable, Sendable {
        private enum Value { case missingCommit, cycle }
        private let value: Value

        /// A commit names a parent that isn't there.
        package static let missingCommit = Code(value: .missingCommit)
        /// A commit is its own ancestor, which no real one can be.
        package static let cycle = Code(value: .cycle)
    }

    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension CommitGraphError: CustomStringConvertible {
    package var description: String { message }
}
