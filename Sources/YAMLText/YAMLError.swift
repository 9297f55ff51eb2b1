/// Why a text is not YAML, or not YAML that is taken here.
package struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
    package struct Code: Hashable, Sendable {
        private enum Value { case malformed, duplicateKeys }
        private let value: Value
        package static let malformed = Code(value: .malformed)
        package static let duplicateKeys = Code(value: .duplicateKeys)
    }

    package let code: Code
    /// Says what is wrong, without the place.
    package let message: String
    /// Counted from 1.
    package let line: Int?

    init(_ code: Code, _ message: String, line: Int? = nil) {
        self.code = code
        self.message = message
        self.line = line
    }

    package var description: String { (line.map { "line \($0): " } ?? "") + message }
}
