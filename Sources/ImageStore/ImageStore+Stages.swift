import Catalog
import ContentHashing
import OCIModel
package import StageModel

extension ImageStore {
    /// Makes a manifest, which was pushed by its digest before, a stage; see ``Catalog/publishStage(_:in:)``. A lease counts
    /// together with its token only.
    ///
    /// - Throws: ``OCIError``: `nameInvalid`, `digestInvalid`, `manifestUnknown`; `manifestBlobUnknown` where its bytes are
    ///   damaged or gone.
    package func publishStage(_ request: PublishStageRequest) async throws -> PublishStageResponse {
        let repository = try RepositoryName(request.repository)
        let digest = try Self.digest(request.digest)
        let manifest = try await storedManifest(.digest(digest), in: repository)
        let outcome = try await OCIError.translating {
            // It was complete when it was pushed; since then a blob may have been deleted.
            try await requireFiles(of: manifest, in: repository, andLinks: true)
            let facts = StageFacts(manifest, labels: try await labels(of: manifest, in: repository))
            var lease: StagePublication.Lease?
            if let name = request.lease, let token = request.token {
                lease = StagePublication.Lease(key: LeaseKey(name, in: repository), token: token)
            }
            return try await catalog.publishStage(
                StagePublication(signature: request.signature, manifest: digest, facts: facts, generation: request.generation, lease: lease),
                in: repository)
        }
        switch outcome {
        case .published(let stage, let state): return PublishStageResponse(outcome: .published, stage: stage, state: state)
        case .moved(let state): return PublishStageResponse(outcome: .moved, state: state)
        case .leaseLost(let state): return PublishStageResponse(outcome: .leaseLost, state: state)
        case .manifestUnknown: throw Self.unknown(.digest(digest), in: repository)
        }
    }

    private static func digest(_ text: String) throws(OCIError) -> Digest {
        do {
            return try Digest(text)
        } catch {
            throw OCIError(.digestInvalid, "'\(text.prefix(160))' is not a digest; write it as in sha256:…", cause: error)
        }
    }

    static func unknown(_ reference: Reference, in repository: RepositoryName) -> OCIError {
        OCIError(.manifestUnknown, "there is no manifest \(reference) in \(repository); push it first")
    }

    /// A manifest that is in the repository, with what it says.
    func storedManifest(_ reference: Reference, in repository: RepositoryName) async throws -> Manifest {
        if case .digest(let digest) = reference { await renewGrace(of: digest) }
        return try await OCIError.translating {
            guard let stored = try await catalog.manifest(reference, in: repository) else { throw Self.unknown(reference, in: repository) }
            if case .tag = reference { graces.touch(stored.digest) }
            return try Manifest(parsing: stored.bytes, contentType: stored.mediaType.value, algorithm: stored.digest.algorithm)
        }
    }
}
