/// Why there is no plan.
package struct RetentionError: Error, Sendable, CustomStringConvertible {
    package struct Code: Hashable, Sendable {
        private enum Value { case policy, inventory, plan }
        private let value: Value
        /// A policy says what can't be.
        package static let policy = Code(value: .policy)
        /// The pages of the inventory don't fit together.
        package static let inventory = Code(value: .inventory)
        /// A saved plan can't be read.
        package static let plan = Code(value: .plan)
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
