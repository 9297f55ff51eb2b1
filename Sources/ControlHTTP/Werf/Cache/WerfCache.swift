import Catalog
import OCIModel
import StageModel

/// The cache of stage lists of one client of werf's protocol.
///
/// **Truth.** Where the client's stages repository is here, an answer names no stage that isn't there any more, or is
/// rejected; what the client stored is only a hint then. Where it isn't, the answer is what was stored.
///
/// **Empty lists** are kept like others: "found, none" tells a client that there is nothing, "not found" that nobody asked.
struct WerfCache {
    /// A project with more cached stages is refused: the answer has to be in memory as a whole.
    static let maximumStages = 500_000
    private static let pageSize = 500

    let catalog: Catalog
    let client: WerfName
    /// Those with the client's `client-id` tag.
    let repositories: [RepositoryName]

    /// - Throws: ``WerfRefusal`` for names that can't be; ``CatalogError``.
    func allStages(_ request: WerfCacheRequest, isVersion1: Bool) async throws -> WerfStagesAnswer {
        let project = try request.project(of: client)
        var answer = WerfStagesAnswer(isVersion1: isVersion1)
        var last: String?
        while true {
            let page = try await catalog.werfStages(in: project, after: last, limit: Self.pageSize)
            last = page.items.last?.signature
            if !page.items.isEmpty { answer.isFound = true }
            answer.append(try await existing(page.items.flatMap(\.stages)))
            guard answer.count <= Self.maximumStages else {
                throw WerfRefusal("the project has more than \(Self.maximumStages) cached stages; delete those of stages that are gone")
            }
            guard page.hasMore else { return answer }
        }
    }

    /// - Throws: ``WerfRefusal`` for names that can't be; ``CatalogError``.
    func stages(_ request: WerfCacheRequest, isVersion1: Bool) async throws -> WerfStagesAnswer {
        let project = try request.project(of: client)
        let signature = try request.signature(isVersion1: isVersion1)
        var answer = WerfStagesAnswer(isVersion1: isVersion1)
        if let list = try await catalog.werfStages(under: signature, in: project) {
            answer.isFound = true
            answer.append(try await existing(list.stages))
        }
        return answer
    }

    /// - Throws: ``WerfRefusal`` for names that can't be and a list that is too long; ``CatalogError``.
    func store(_ request: WerfCacheRequest, isVersion1: Bool) async throws {
        let project = try request.project(of: client)
        let list = WerfStageList(
            signature: try request.signature(isVersion1: isVersion1), stages: try request.stageIDs(isVersion1: isVersion1))
        try await catalog.storeWerfStages(list, in: project)
    }

    /// - Throws: ``WerfRefusal`` for names that can't be; ``CatalogError``.
    func delete(_ request: WerfCacheRequest, isVersion1: Bool) async throws {
        try await catalog.deleteWerfStages(under: request.signature(isVersion1: isVersion1), in: request.project(of: client))
    }

    /// - Throws: ``WerfRefusal`` for a name that can't be; ``CatalogError``.
    func deleteAll(_ request: WerfCacheRequest) async throws {
        try await catalog.deleteWerfStages(in: request.project(of: client))
    }

    /// Those of `stages` that are in one of the client's repositories; all, where there is none.
    private func existing(_ stages: [WerfStageID]) async throws -> [WerfStageID] {
        guard !repositories.isEmpty, !stages.isEmpty else { return stages }
        let signatures = Array(Set(stages.compactMap { Signature($0.signature) }))
        var present: Set<StageTag> = []
        for repository in repositories {
            for start in stride(from: 0, to: signatures.count, by: Self.pageSize) {
                let states = try await catalog.signatureStates(Array(signatures[start...].prefix(Self.pageSize)), in: repository)
                for state in states {
                    present.formUnion(state.candidates.map { StageTag(signature: state.signature, uniqueID: $0.uniqueID) })
                }
            }
        }
        return stages.filter { stage in
            Signature(stage.signature).map { present.contains(StageTag(signature: $0, uniqueID: stage.uniqueID)) } ?? false
        }
    }
}
