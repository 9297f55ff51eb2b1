import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import Reclamation
import StageModel

/// `POST gc/run`: has everything done that is due, and answers while it is.
///
/// It takes nothing away that wouldn't go by itself in seconds, but it works on every repository and can keep the disk busy: it asks
/// for the right to delete in the whole registry.
struct RunCollectorRoute: HTTPRoute {
    let name = APIEndpoint.runCollector.path
    let demand = RouteDemand.action(.delete, on: nil)
    private let orphans: Bool
    private let collector: Collector

    init(_ request: RunCollectorRequest, collector: Collector) {
        self.orphans = request.orphans
        self.collector = collector
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        // Read before it is asked for, so that the run is not counted yet.
        let status = try await collector.status()
        collector.requestRun(orphans: orphans)
        return try .json(status, status: .accepted)
    }
}
