package import Retention
package import StageModel

/// What a plan is made from, as far as the server has it.
extension RegistryClient {
    /// A moment before which everything was published that a plan may delete. Ask for it before git is asked.
    package func watermark(project: String) async throws -> Watermark {
        var query = QueryString()
        query.add("project", project)
        return try await get("/cleanup/watermark", query, to: "read the watermark of \(project)")
    }

    /// One page of what a project has.
    ///
    /// - Parameter cursor: `next` of the page before.
    /// - Returns: `nil` where the project has nothing, or nothing more.
    package func inventory(project: String, after cursor: String? = nil) async throws -> InventoryPage? {
        throw ClientError(.protocolViolation, "the inventory is not there yet")
    }

    /// What the server says of a project's cleanup.
    package func cleanupPolicies(project: String) async throws -> PolicyDocument {
        var query = QueryString()
        query.add("project", project)
        return try await get("/cleanup/policies", query, to: "read the policies of \(project)")
    }
}
