/// Why a cache of digests could not be saved.
package struct ObjectDigestCacheError: Error, Sendable, CustomStringConvertible {
    package struct Code: Hashable, Sendable {
        private enum Value { case unwritable, busy }
        private let value: Value

        /// The folder or the file can't be written.
        package static let unwritable = Code(value: .unwritable)
        /// Another process is saving and doesn't end.
        package static let busy = Code(value: .busy)
    }

    package let code: Code
    /// What failed, with the file.
    package let message: String

    package var description: String { message }
}
