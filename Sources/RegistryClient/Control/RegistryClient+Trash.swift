package import OCIModel
package import StageModel

extension RegistryClient {
    /// Deletes a tag, or a manifest with its tags.
    ///
    /// Safe to lose the answer of: where an attempt did it without its answer getting here, the next one finds nothing and that
    /// counts as done; the list is empty then.
    ///
    /// - Parameters:
    ///   - reference: A tag or a digest.
    ///   - now: Skips the trash; it can't be restored.
    /// - Returns: What was deleted. Each can be restored until its `expiresAt`, unless it is deleted `now`.
    /// - Throws: ``ClientError`` with code `notFound`.
    package func deleteImage(_ reference: String, from repository: RepositoryName, now: Bool = false) async throws -> [TrashListing.Entry] {
        let action = "delete \(Self.text(reference, in: repository))"
        let request = DeleteImageRequest(repository: repository.value, reference: reference, now: now)
        let response = try await post("/images/delete", request, to: action, timeLimit: .seconds(60))
        // An attempt whose answer was lost deleted it.
        if response.followsLostAnswer, response.status == 404 { return [] }
        try response.require(200, to: action)
        let answer: TrashListing = try response.decoded()
        return answer.entries
    }

    /// Takes a tag, or a manifest with its tags, out of the trash.
    ///
    /// - Returns: What was restored.
    /// - Throws: ``ClientError`` with code `notFound` where the trash doesn't hold it, `refused` where the tag has another target by now.
    package func restoreImage(_ reference: String, in repository: RepositoryName) async throws -> [TrashListing.Entry] {
        let action = "restore \(Self.text(reference, in: repository))"
        let request = RestoreImageRequest(repository: repository.value, reference: reference)
        let response = try await post("/images/restore", request, to: action, timeLimit: .seconds(60))
        // An attempt whose answer was lost restored it.
        if response.followsLostAnswer, response.status == 404 { return [] }
        try response.require(200, to: action)
        let answer: TrashListing = try response.decoded()
        return answer.entries
    }

    /// One page of what can be restored, the newest first.
    ///
    /// - Parameter cursor: `next` of the page before.
    package func trash(in repository: RepositoryName, after cursor: String? = nil, limit: Int? = nil) async throws -> TrashListing {
        var query = QueryString()
        query.add("repository", repository)
        query.add("after", cursor)
        query.add("n", limit)
        return try await get("/trash", query, to: "list the trash of \(repository)")
    }

    private static func text(_ reference: String, in repository: RepositoryName) -> String {
        "\(repository)\(reference.contains(":") ? "@" : ":")\(reference)"
    }
}
