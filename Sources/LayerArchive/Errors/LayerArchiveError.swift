/// Why a layer could not be written or extracted.
package struct LayerArchiveError: Error, Sendable {
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case unsafeEntry, unsupported, damaged, tooLarge, changed, notFound, noSpace, io, closed, leftBehind
        }
        private let value: Value

        /// An entry that would reach out of the folder, or that was not asked for (a device, a whiteout).
        package static let unsafeEntry = Code(value: .unsafeEntry)
        /// A format or a kind of entry that is not read or written here.
        package static let unsupported = Code(value: .unsupported)
        /// The archive is cut off or its bytes are wrong.
        package static let damaged = Code(value: .damaged)
        /// More bytes or entries than ``ExtractionOptions`` allow.
        package static let tooLarge = Code(value: .tooLarge)
        /// A file was changed while it was archived.
        package static let changed = Code(value: .changed)
        /// The folder or file is not there.
        package static let notFound = Code(value: .notFound)
        /// The disk or a quota is full.
        package static let noSpace = Code(value: .noSpace)
        /// The disk, or the rights on a file.
        package static let io = Code(value: .io)
        /// A call on an extractor that has finished, failed or been cancelled.
        package static let closed = Code(value: .closed)

        /// What was asked for is done, and something old could not be removed.
        package static let leftBehind = Code(value: .leftBehind)

        package var description: String { value.rawValue }
    }

    package let code: Code
    /// What is wrong, with the entry's path, and what would mend it.
    package let message: String
    package let cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension LayerArchiveError: CustomStringConvertible {
    package var description: String { message }
}
