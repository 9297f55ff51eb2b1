package import OCIModel
package import StageModel

extension RegistryClient {
    /// Gives a manifest of the server a tag, and records why.
    package func publishImage(_ request: PublishImageRequest) async throws -> PublishImageResponse {
        let action = "publish \(request.repository):\(request.tag)"
        let response = try await post("/images/publish", request, to: action, timeLimit: .seconds(60))
        try response.require(201, to: action)
        return try response.decoded()
    }

    /// One page of a repository's images.
    ///
    /// - Parameter cursor: `next` of the page before.
    package func images(in repository: RepositoryName, after cursor: String? = nil, limit: Int? = nil) async throws -> ImageListing {
        var query = QueryString()
        query.add("repository", repository)
        query.add("after", cursor)
        query.add("n", limit)
        return try await get("/images", query, to: "list the images of \(repository)")
    }

    /// - Throws: ``ClientError`` with code `notFound`.
    package func image(_ tag: TagName, in repository: RepositoryName) async throws -> ImageListing.Entry {
        var query = QueryString()
        query.add("repository", repository)
        query.add("tag", tag)
        return try await get("/images/inspect", query, to: "inspect \(repository):\(tag)")
    }
}
