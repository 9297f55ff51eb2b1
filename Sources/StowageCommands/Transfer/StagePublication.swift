import ContentHashing
import OCIModel
import RegistryClient
import StageModel

/// Gives a manifest that was pushed its stage tag, outside of a run: without a lease, the generation alone decides.
struct StagePublication {
    private static let maximumAttempts = 5

    enum Outcome {
        case published(StageCandidate)
        /// Somebody else's stage is used instead.
        case replaced(by: StageCandidate)
    }

    let resolution: StageResolution
    let signature: Signature

    /// - Parameters:
    ///   - state: What was looked up before the push.
    ///   - usesOthers: Whether a stage that appeared meanwhile is used instead.
    func publish(_ digest: Digest, after state: SignatureState, usesOthers: Bool) async throws -> Outcome {
        var generation = state.generation
        for _ in 0..<Self.maximumAttempts {
            let answer = try await resolution.client.publishStage(
                PublishStageRequest(
                    repository: resolution.repository.value, signature: signature, digest: digest.description, generation: generation))
            if answer.outcome == .published, let stage = answer.stage { return .published(stage) }
            generation = answer.state.generation
            guard usesOthers else { continue }
            let ancestry = try await resolution.checkout?.ancestry(of: [answer.state])
            if let other = CandidateSelection(among: answer.state.candidates, ancestry: ancestry).selected { return .replaced(by: other) }
        }
        throw CommandError(.failed, "the stage changed again and again while it was published; try again")
    }
}
