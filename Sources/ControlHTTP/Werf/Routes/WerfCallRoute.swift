import Access
import Catalog
import HTTPServing
import Hummingbird
import ImageStore
import OCIModel

/// One call of a client: its locks or its cache.
///
/// The right it needs is asked for on the stages repositories of the client, on each of them, or on the whole registry where
/// none is here. Which they are takes a look into the catalog, so the route's own demand is only to speak the protocol.
struct WerfCallRoute: HTTPRoute {
    let call: WerfCall
    let client: WerfName
    let catalog: Catalog
    let authorizer: any Authorizer

    var name: String { "/werf/<client>/\(call.rawValue)" }
    let demand = RouteDemand.action(.connect, on: nil)

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        do {
            let repositories = try await catalog.repositories(ofClient: client.value)
            try await authorize(on: repositories, context: context)
            return .werf(
                call.isOfLocker
                    ? try await answerOfLocker(body)
                    : try await answerOfCache(request, body, WerfCache(catalog: catalog, client: client, repositories: repositories)))
        } catch let error as WerfBodyError {
            return .werfText(error.message, status: .badRequest)
        } catch let error as CatalogError {
            // Clients try again on any status but 200.
            throw OCIError.storage(error)
        }
    }

    private func authorize(on repositories: [RepositoryName], context: ServingContext) async throws {
        if repositories.isEmpty { try await context.authorize(call.action, on: nil, by: authorizer) }
        for repository in repositories {
            try await context.authorize(call.action, on: repository, by: authorizer)
        }
    }

    /// The locker reads a body whatever the method.
    private func answerOfLocker(_ body: IncomingBody) async throws -> String {
        let locks = WerfLocks(catalog: catalog, client: client)
        do {
            switch call {
            case .acquire: return WerfAnswers.acquisition(try await locks.acquire(WerfBody.decode(body)), nil)
            case .renewLease: try await locks.renew(WerfBody.decode(body))
            default: try await locks.release(WerfBody.decode(body))
            }
            return WerfAnswers.outcome(nil)
        } catch let refusal as WerfRefusal {
            return call == .acquire ? WerfAnswers.acquisition(WerfLockHandle(uuid: "", lockName: ""), refusal) : WerfAnswers.outcome(refusal)
        }
    }

    /// The cache reads a body of a POST only.
    private func answerOfCache(_ request: Request, _ body: IncomingBody, _ cache: WerfCache) async throws -> String {
        let message = request.method == .post ? try await WerfBody.decode(body) : WerfCacheRequest()
        let isVersion1 = call.isVersion1
        do {
            switch call {
            case .getAllStages, .getAllStagesV1: return try await cache.allStages(message, isVersion1: isVersion1).text()
            case .getStagesBySignature, .getStagesByDigest: return try await cache.stages(message, isVersion1: isVersion1).text()
            case .storeStagesBySignature, .storeStagesByDigest: try await cache.store(message, isVersion1: isVersion1)
            case .deleteStagesBySignature, .deleteStagesByDigest: try await cache.delete(message, isVersion1: isVersion1)
            default: try await cache.deleteAll(message)
            }
            return WerfAnswers.outcome(nil)
        } catch let refusal as WerfRefusal {
            return call.action == .pull ? WerfStagesAnswer(isVersion1: isVersion1).text(refusal) : WerfAnswers.outcome(refusal)
        }
    }
}
