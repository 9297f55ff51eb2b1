/// Why inputs could not be collected or read.
package struct StageSigningError: Error, Sendable {
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String { case missingInput, outsideBase, malformedPattern, notAnInput, unreadable, malformedDocument }
        private let value: Value

        /// There is nothing at the path, or nothing that the pattern matches.
        package static let missingInput = Code(value: .missingInput)
        /// The path leaves the base folder, or goes through a symbolic link.
        package static let outsideBase = Code(value: .outsideBase)
        /// The text can't be a path or a pattern.
        package static let malformedPattern = Code(value: .malformedPattern)
        /// What is there is no file, folder or symbolic link, or is git's own.
        package static let notAnInput = Code(value: .notAnInput)
        /// A file or folder could not be read, or changed meanwhile.
        package static let unreadable = Code(value: .unreadable)
        /// The bytes are no ``InputsDocument``.
        package static let malformedDocument = Code(value: .malformedDocument)

        package var description: String { value.rawValue }
    }

    package let code: Code
    /// What is wrong, with the path or pattern that it is about, and what to do.
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension StageSigningError: CustomStringConvertible {
    package var description: String {
        let because = cause.map { " (\($0))" } ?? ""
        return "\(message)\(because)"
    }
}
