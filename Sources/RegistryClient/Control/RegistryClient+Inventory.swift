import NIOHTTP1
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
        var query = QueryString()
        query.add("project", project)
        query.add("after", cursor)
        let action = "read the inventory of \(project)"
        var request = ServerRequest(.GET, "\(Self.controlRoot)/cleanup/inventory\(query)", to: action)
        request.timeLimit = .seconds(120)
        let response = try await call(request, over: control)
        try response.require(200, to: action)
        do {
            let page = try InventoryPage(parsing: response.body)
            return page.manifests.isEmpty && page.next == nil ? nil : page
        } catch {
            throw ClientError(.protocolViolation, "the server's answer is no inventory: \(error)", status: response.status, cause: error)
        }
    }

    /// What the server says of a project's cleanup.
    package func cleanupPolicies(project: String) async throws -> PolicyDocument {
        var query = QueryString()
        query.add("project", project)
        return try await get("/cleanup/policies", query, to: "read the policies of \(project)")
    }
}
