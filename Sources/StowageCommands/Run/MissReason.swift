import ContentHashing
import NIOCore
import OCIModel
import RegistryClient
import StageModel
import StageSigning

/// Why a stage is not there: what is different from the nearest earlier stage of its name.
struct MissReason: Encodable, Sendable {
    /// The earlier stage; `nil` where there is none.
    let nearest: StageListing.Entry?
    /// In words; empty where nothing is different, `nil` where the earlier stage has no inputs recorded.
    let changes: [String]?

    /// One sentence: "`package-lock.json` changed since the stage built 2 h ago at commit 61368705 on main".
    func sentence(stage name: String, now: Timestamp) -> String {
        guard let nearest else { return "no earlier stage named \(name)" }
        let built = "the stage \(StageOrigin.text(nearest.stage, now: now))"
        guard let changes else { return "what changed since \(built) is not known, since that one has no inputs recorded" }
        guard !changes.isEmpty else { return "\(built) has the same inputs, and was not chosen" }
        return "\(Humanly.list(changes)) since \(built)"
    }
}

/// Where a stage comes from, in words.
enum StageOrigin {
    /// "built 2 h ago at commit 61368705 on main"
    static func text(_ stage: StageCandidate, now: Timestamp) -> String {
        var text = "built \(Humanly.age(of: stage.publishedAt, now: now))"
        if !stage.commits.isEmpty {
            text += " at commit\(stage.commits.count == 1 ? "" : "s") \(Humanly.list(stage.commits.map { Humanly.short($0.value) }))"
        }
        if let reference = stage.gitReference { text += " on \(reference)" }
        return text
    }
}

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
