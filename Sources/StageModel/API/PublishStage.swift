/// `POST /api/v1/stages/publish`: gives a manifest, which was pushed by its digest before, its stage tag.
package struct PublishStageRequest: Hashable, Sendable, Codable {
    package var repository: String
    package var signature: Signature
    /// Of the manifest.
    package var digest: String
    /// The one that was looked up.
    package var generation: Int64
    /// The lease under which the stage was built, and its fencing token. Without a lease the generation alone decides.
    package var lease: String?
    package var token: Int64?

    package init(repository: String, signature: Signature, digest: String, generation: Int64, lease: String? = nil, token: Int64? = nil) {
        self.repository = repository
        self.signature = signature
        self.digest = digest
        self.generation = generation
        self.lease = lease
        self.token = token
    }
}

/// What became of it: 201 for published, 409 for the others.
package struct PublishStageResponse: Hashable, Sendable, Codable {
    package enum Outcome: String, Hashable, Sendable, Codable {
        case published
        /// Something changed under the signature since the lookup; select again among `state`.
        case moved
        /// The lease was lost to somebody else before.
        case leaseLost = "lease-lost"
    }

    package var outcome: Outcome
    /// Only where it was published.
    package var stage: StageCandidate?
    package var state: SignatureState

    package init(outcome: Outcome, stage: StageCandidate? = nil, state: SignatureState) {
        self.outcome = outcome
        self.stage = stage
        self.state = state
    }
}
