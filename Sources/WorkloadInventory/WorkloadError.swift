/// A source of workloads couldn't be read to its end: then nobody knows what runs, and nothing may be deleted.
package struct WorkloadError: Error, Sendable, CustomStringConvertible {
    package struct Code: Hashable, Sendable {
        private enum Value { case configuration, unreachable, unauthorized, forbidden, malformed }
        private let value: Value
        /// The kubeconfig, or what was asked for, can't be.
        package static let configuration = Code(value: .configuration)
        package static let unreachable = Code(value: .unreachable)
        /// The cluster doesn't take the credentials.
        package static let unauthorized = Code(value: .unauthorized)
        /// The cluster refuses to list something.
        package static let forbidden = Code(value: .forbidden)
        /// What was answered isn't understood, or isn't whole.
        package static let malformed = Code(value: .malformed)
    }

    package let code: Code
    /// Says what to do.
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message }
}
