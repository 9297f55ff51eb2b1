import ContentHashing
import GRDB
package import OCIModel
package import StageModel

extension Catalog {
    /// So many candidates of a signature are shown, the oldest; the choice is among the oldest.
    static let candidateLimit = 1000

    /// Makes a manifest that is in the repository a stage, unless something changed under its signature since that was looked
    /// up, or its lease was granted to somebody else. The unique id is the time, raised until nothing else has it.
    package func publishStage(_ publication: StagePublication, in repository: RepositoryName) async throws -> PublishStageOutcome {
        let run = leaseRun
        return try await writer.write { context in
            guard var row = try RepositoryRow.find(repository, in: context) else { return .manifestUnknown }
            let signature = publication.signature
            let lease = try publication.lease.map { (queue: try LeaseRow($0.key, run: run, in: context.db).queue, token: $0.token) }
            let current = try context.integer(Queries.signatureGeneration, [row.id, signature.value]) ?? 0
            let admission = try StageAdmission(expecting: publication.generation, current: current, lease: lease, at: context.now) { id in
                try StageRow.isTaken(StageTag(signature: signature, uniqueID: id), in: row.id, context)
            }
            switch admission {
            case .leaseLost: return .leaseLost(try SignatureState(signature, in: row.id, context.db))
            case .moved: return .moved(try SignatureState(signature, in: row.id, context.db))
            case .exhausted:
                throw CatalogError(.internalFailure, "no unique id is left for a stage of \(signature); set the server's clock")
            case .admitted(let id):
                guard let manifest = try context.integer(Queries.manifestID, [row.id, publication.manifest.description]) else {
                    return .manifestUnknown
                }
                let stage = StageTag(signature: signature, uniqueID: id)
                try TagRow(name: TagName(stage.text), facts: .stage(stage, publication.facts), isRecorded: false)
                    .point(at: (manifest, publication.manifest), in: &row, &context)
                try row.save(in: context)
                let candidate = StageCandidate(stage, publication.facts, digest: publication.manifest, at: context.now)
                return .published(candidate, try SignatureState(signature, in: row.id, context.db))
            }
        }
    }

    /// What there is under each of the signatures, all at one moment, in their order. Of one that never was here the generation
    /// is 0.
    package func signatureStates(_ signatures: [Signature], in repository: RepositoryName) async throws -> [SignatureState] {
        try await read { db in
            let id = try db.row(Queries.repository, [repository.value]).map { $0[0] as Int64 }
            return try signatures.map { signature in
                guard let id else { return SignatureState(signature: signature, generation: 0, candidates: []) }
                return try SignatureState(signature, in: id, db)
            }
        }
    }

    /// The stages of a repository, rejected ones too.
    ///
    /// - Parameters:
    ///   - stageName: If given, only those of this name.
    ///   - after: Goes on strictly after this place.
    /// - Returns: `nil` where the repository is unknown.
    package func stages(
        in repository: RepositoryName, stageName: String? = nil, order: StageOrder = .tag, after: StageCursor? = nil, limit: Int
    ) async throws -> StageListing? {
        let sql =
            switch (order, stageName) {
            case (.tag, nil): Queries.stagesByTag
            case (.tag, _): Queries.namedStagesByTag
            case (.newest, nil): Queries.newestStages
            case (.newest, _): Queries.newestNamedStages
            }
        return try await read { db in
            guard let id = try db.row(Queries.repository, [repository.value]).map({ $0[0] as Int64 }) else { return nil }
            guard limit > 0 else { return StageListing(stages: [], next: nil) }
            var arguments: StatementArguments = [
                id, after?.publishedAt.millisecondsSince1970 ?? Int64.max, after?.stage.signature.value ?? (order == .tag ? "" : "~"),
                after?.stage.uniqueID ?? 0, limit == Int.max ? limit : limit + 1,
            ]
            if let stageName { arguments += [stageName] }
            let page = Page(upTo: limit, of: try db.rows(sql, arguments) { try $0.listedStage() })
            return StageListing(stages: page.items, next: page.hasMore ? page.items.last.flatMap(StageCursor.init)?.text : nil)
        }
    }
}

extension SignatureState {
    init(_ signature: Signature, in repository: Int64, _ db: Database) throws {
        guard let row = try db.row(Queries.signatureGeneration, [repository, signature.value]) else {
            self.init(signature: signature, generation: 0, candidates: [])
            return
        }
        self.init(
            signature: signature, generation: row[0],
            candidates: try db.rows(Queries.candidates, [repository, signature.value, Catalog.candidateLimit]) {
                try $0.candidate(signature, from: 0)
            })
    }
}

extension StageCursor {
    /// The place of a stage of a list.
    init?(_ entry: StageListing.Entry) {
        guard let stage = StageTag(entry.stage.tag) else { return nil }
        self.init(publishedAt: Timestamp(millisecondsSince1970: entry.stage.publishedAt), stage: stage)
    }
}
