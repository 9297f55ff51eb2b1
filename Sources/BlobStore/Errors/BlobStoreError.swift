/// Why a store could not do what it was asked.
package struct BlobStoreError: Error, Sendable {
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case notFound, noSpace, tooManyOpenFiles, io, damaged, digestMismatch, locked, uploadUnknown, busy, closed
        }
        private let value: Value

        /// The blob is not stored.
        package static let notFound = Code(value: .notFound)
        /// The disk or a quota is full, or free space is below the low-water mark. Reading and removing go on.
        package static let noSpace = Code(value: .noSpace)
        /// The process or the system has no file descriptor left; passes by itself.
        package static let tooManyOpenFiles = Code(value: .tooManyOpenFiles)
        /// The disk, or the rights on the data folder.
        package static let io = Code(value: .io)
        /// A stored file has not the size that was recorded for it.
        package static let damaged = Code(value: .damaged)
        /// The bytes of an upload hash to another digest than claimed.
        package static let digestMismatch = Code(value: .digestMismatch)
        /// Another process owns the data folder.
        package static let locked = Code(value: .locked)
        /// No such upload, or it has ended.
        package static let uploadUnknown = Code(value: .uploadUnknown)
        /// Another call is completing the upload, or its identity is taken.
        package static let busy = Code(value: .busy)
        /// The store is shut down.
        package static let closed = Code(value: .closed)

        package var description: String { value.rawValue }
    }

    package let code: Code
    /// What went wrong and what can be done about it, for an operator. Names files; not for a registry's client.
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension BlobStoreError: CustomStringConvertible {
    package var description: String {
        let because = cause.map { " (\($0))" } ?? ""
        return "\(code): \(message)\(because)"
    }
}
