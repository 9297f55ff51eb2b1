package import OCIModel
package import StageModel

extension RegistryClient {
    /// Asks for a whole chain of signatures at once.
    package func lookup(_ request: LookupRequest) async throws -> LookupResponse {
        let action = "look stages up"
        let response = try await post("/stages/lookup", request, to: action)
        try response.require(200, to: action)
        let answer: LookupResponse = try response.decoded()
        guard answer.stages.map(\.signature) == request.signatures else {
            throw ClientError(.protocolViolation, "the server answered for other signatures than it was asked for")
        }
        return answer
    }

    /// Gives a manifest that was pushed by its digest its stage tag, unless something changed under its signature.
    ///
    /// Safe to lose the answer of: where an attempt was carried out without its answer getting here, the next one finds the
    /// stage with this digest among the candidates, and that counts as published.
    package func publishStage(_ request: PublishStageRequest) async throws -> PublishStageResponse {
        let action = "publish the stage"
        let response = try await post("/stages/publish", request, to: action)
        if response.status == 409, ServerErrorDocument(response.body) != nil { throw response.failure(to: action) }
        try response.require(201, 409, to: action)
        let answer: PublishStageResponse = try response.decoded()
        guard response.followsLostAnswer, answer.outcome != .published,
            let own = answer.state.candidates.first(where: { $0.digest == request.digest })
        else { return answer }
        return PublishStageResponse(outcome: .published, stage: own, state: answer.state)
    }

    package enum StageOrder: String, Hashable, Sendable {
        case newest
        case tag
    }

    /// One page of a repository's stages.
    ///
    /// - Parameter cursor: `next` of the page before.
    package func stages(
        in repository: RepositoryName, stageName: String? = nil, order: StageOrder? = nil, after cursor: String? = nil, limit: Int? = nil
    ) async throws -> StageListing {
        var query = QueryString()
        query.add("repository", repository)
        query.add("stage", stageName)
        query.add("order", order?.rawValue)
        query.add("after", cursor)
        query.add("n", limit)
        return try await get("/stages", query, to: "list the stages of \(repository)")
    }
}
