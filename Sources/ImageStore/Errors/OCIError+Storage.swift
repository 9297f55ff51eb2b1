import BlobStore
import Catalog
package import OCIModel

extension OCIError {
    /// Turns a failure of a store below into what a client is told; the cause stays for the log.
    package static func storage(_ error: any Error) -> any Error {
        switch error {
        case is OCIError, is CancellationError:
            error
        case let error as BlobStoreError where error.code == .noSpace:
            OCIError(.storageFull, "the store is full; delete something or add space, then resume: \(error.message)", cause: error)
        case let error as CatalogError where error.code == .noSpace:
            OCIError(.storageFull, "the store is full; delete something or add space, then try again: \(error.message)", cause: error)
        case let error as BlobStoreError where error.code == .busy:
            OCIError(.uploadBusy, "another request is completing this upload; ask for its offset and try again", cause: error)
        case let error as BlobStoreError where error.code == .tooManyOpenFiles:
            OCIError(.unavailable, "the server has no free file descriptors; try again", cause: error)
        case let error as CatalogError where error.code == .busy || error.code == .closed:
            OCIError(.unavailable, "the catalog is not available; try again", cause: error)
        default:
            OCIError(.internalFailure, "the store failed; its log has the reason", cause: error)
        }
    }

    /// Runs an operation of the stores below, turning its errors.
    package static func translating<Value>(_ operation: () async throws -> Value) async throws -> Value {
        do {
            return try await operation()
        } catch {
            throw storage(error)
        }
    }
}
