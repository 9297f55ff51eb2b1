import Catalog
import OCIModel

extension ImageStore {
    /// The projects whose repositories hold at least one manifest, by name.
    package func projects(pattern: String?) async throws -> [String] {
        try await OCIError.translating { try await catalog.projects(pattern: pattern) }
    }
}
