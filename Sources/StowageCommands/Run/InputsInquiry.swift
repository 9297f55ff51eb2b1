import ContentHashing
import NIOCore
import OCIModel
import RegistryClient
import StageModel
import StageSigning

/// Finds out the reason of a miss, and what a stage was made of.
struct InputsInquiry: Sendable {
    private static let entriesLookedAt = 50
    /// In one sentence; the rest is counted.
    static let changesSaid = 3

    let client: RegistryClient
    let repository: RepositoryName

    func reason(for inputs: StageInputs, checkout: Checkout, limit: Int = Self.changesSaid) async throws -> MissReason {
        let entries: [StageListing.Entry]
        do {
            entries = try await client.stages(in: repository, stageName: inputs.stage, order: .newest, limit: Self.entriesLookedAt).stages
        } catch let error as ClientError where error.code == .notFound {
            return MissReason(nearest: nil, changes: nil)
        }
        let ancestry = try await checkout.ancestry(of: entries.flatMap(\.stage.commits))
        guard let nearest = NearestStage.choose(among: entries, reference: checkout.reference, ancestry: ancestry) else {
            return MissReason(nearest: nil, changes: nil)
        }
        guard let earlier = try await document(of: nearest.stage, nearest.signature) else { return MissReason(nearest: nearest, changes: nil) }
        let difference = InputsDifference(from: earlier, to: InputsDocument(inputs, repository: repository.value))
        return MissReason(nearest: nearest, changes: difference.sentences(limit: limit))
    }

    /// What a stage was made of; `nil` where nobody recorded it.
    ///
    /// Stages of several signatures can be one image, which then has the inputs of each.
    func document(of stage: StageCandidate, _ signature: Signature) async throws -> InputsDocument? {
        let referrers = try await client.referrers(of: try Digest(stage.digest), artifactType: FactNames.inputsArtifactType, in: repository)
        for referrer in referrers where referrer.annotations[FactNames.signature, default: signature.value] == signature.value {
            if let document = try await document(in: referrer), document.signature == signature { return document }
        }
        return nil
    }

    private func document(in referrer: Descriptor) async throws -> InputsDocument? {
        let manifest = try await client.manifest(.digest(referrer.digest), in: repository)
        guard let blob = manifest.layers.first, blob.size <= InputsDocument.maximumSize else { return nil }
        var bytes: [UInt8] = []
        try await client.pullBlob(blob.digest, size: blob.size, from: repository) { bytes += $0.readableBytesView }
        return try InputsDocument(parsing: bytes)
    }
}
