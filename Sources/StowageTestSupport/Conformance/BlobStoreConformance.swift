package import BlobStore
import ContentHashing
import NIOCore
import OCIModel

/// What every ``BlobStore`` must do, whatever engine is behind it.
///
/// Each check is given a store that is empty, and throws ``ConformanceFailure`` where the store falls short.
package struct BlobStoreConformance: Sendable, CustomStringConvertible {
    package let name: String
    package let check: @Sendable (any BlobStore) async throws -> Void

    package var description: String { name }

    init(_ name: String, _ check: @escaping @Sendable (any BlobStore) async throws -> Void) {
        self.name = name
        self.check = check
    }

    package static let all: [BlobStoreConformance] = publishing + refusals + uploads + blobs
}

/// A store that broke its promise.
package struct ConformanceFailure: Error, CustomStringConvertible {
    package let description: String
}

/// Fails a check unless the condition holds.
func require(_ condition: Bool, _ promise: String) throws {
    guard condition else { throw ConformanceFailure(description: "not so: \(promise)") }
}

/// Fails a check unless `body` throws an error of the code.
func requireError(_ code: BlobStoreError.Code, _ promise: String, _ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let error as BlobStoreError where error.code == code {
        return
    }
    throw ConformanceFailure(description: "no error \(code): \(promise)")
}
