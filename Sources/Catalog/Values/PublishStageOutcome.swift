package import StageModel

/// What became of a request to publish a stage. Each state is the one after the request.
package enum PublishStageOutcome: Hashable, Sendable {
    case published(StageCandidate, SignatureState)
    /// Something changed under the signature since it was looked up. Nothing was published.
    case moved(SignatureState)
    /// The lease was granted to somebody else since. Nothing was published.
    case leaseLost(SignatureState)
    /// The repository has no such manifest.
    case manifestUnknown
}
