import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import StageCache
import StageModel

/// `GET statistics`: what the cache was good for, by repository and hour.
struct StatisticsRoute: HTTPRoute {
    private static let hours = 1...2160

    let name = APIEndpoint.statistics.path
    let demand: RouteDemand
    private let repository: RepositoryName?
    private let hours: Int
    private let cache: StageCache

    init(_ query: QueryItems, cache: StageCache) throws {
        self.repository = try query["repository"].map { try RepositoryName($0) }
        if let text = query["hours"] {
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let hours = Int(text), Self.hours.contains(hours) else {
                throw OCIError(.requestInvalid, "hours is '\(text.prefix(40))'; it must be a number from 1 to 2160, which are 90 days")
            }
            self.hours = hours
        } else {
            self.hours = 24
        }
        self.cache = cache
        self.demand = .action(repository == nil ? .observe : .pull, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        try .json(try await cache.statistics(of: repository, hours: hours))
    }
}
