/// Why the catalog could not do what was asked, for reasons outside of the request. Expected outcomes are not errors.
package struct CatalogError: Error, Sendable {
    package struct Code: Hashable, Sendable {
        private enum Value { case newerSchema, noSpace, io, busy, damaged, closed, internalFailure }
        private let value: Value

        /// The catalog was written by a newer version of Stowage.
        package static let newerSchema = Code(value: .newerSchema)
        /// The file system has no room. Reads still work; writes do again when there is room.
        package static let noSpace = Code(value: .noSpace)
        /// The file system failed.
        package static let io = Code(value: .io)
        /// Another process holds the catalog.
        package static let busy = Code(value: .busy)
        /// The file is not a catalog, or what it holds makes no sense.
        package static let damaged = Code(value: .damaged)
        /// The catalog was closed.
        package static let closed = Code(value: .closed)
        /// Anything else: a fault of Stowage.
        package static let internalFailure = Code(value: .internalFailure)
    }

    package let code: Code
    /// What happened and what to do about it.
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    static let closed = CatalogError(.closed, "the catalog is closed; the server is shutting down")

    static func damagedRow(_ what: String, cause: (any Error)? = nil) -> CatalogError {
        CatalogError(.damaged, "the catalog holds \(what) that can't be read; look at the row with sqlite3, or restore the catalog", cause: cause)
    }
}

extension CatalogError: CustomStringConvertible {
    package var description: String {
        let because = cause.map { " (\($0))" } ?? ""
        return message + because
    }
}
