import Access
import BlobStore
import Catalog
import ControlHTTP
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import Logging
import NIOCore
import NIOEmbedded
import Reclamation
import StageCache
import StowageTestSupport

/// Our own APIs over stores of its own, for tests of whom it asks.
struct APIWorld {
    let store: ImageStore
    let cache: StageCache
    let housekeeping: Housekeeping

    /// Calls `body` with a world, and with what counts the catalog's changes.
    static func with(_ body: (APIWorld, () -> Int64) async throws -> Void) async throws {
        try await TemporaryCatalog.use { temporary in
            let (logger, clock) = (Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, temporary.clock.reading)
            let blobs = try await FileBlobStore.open(
                at: temporary.folder, configuration: .init(lowWaterMark: 0, reserveSize: 0, uploadWindow: 1 << 20), logger: logger)
            let store = ImageStore(blobs: blobs, catalog: temporary.catalog, clock: clock, logger: logger)
            let configuration = CollectorConfiguration()
            let world = APIWorld(
                store: store, cache: StageCache(store: store, catalog: temporary.catalog, clock: clock, logger: logger),
                housekeeping: Housekeeping(
                    catalog: temporary.catalog, applier: PlanApplier(store: store, catalog: temporary.catalog, clock: clock, logger: logger),
                    collector: Collector(
                        store: store, catalog: temporary.catalog, blobs: blobs, configuration: configuration, clock: clock, logger: logger),
                    configuration: configuration, projectPattern: nil, policies: nil))
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(world) { temporary.catalog.commitCounts.operations })
            } catch {
                result = .failure(error)
            }
            await blobs.close()
            try result.get()
        }
    }

    func respond(to method: HTTPRequest.Method, _ target: String, body: String, by authorizer: any Authorizer) async throws -> Response {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let registry = PrometheusRegistry()
        let responder = ServingResponder(
            services: [
                APIService(store: store, cache: cache, housekeeping: housekeeping, authorizer: authorizer, pageLimit: 100),
                ControlService(store: store, housekeeping: housekeeping, metrics: registry),
            ],
            authorizer: authorizer, metrics: ServingMetrics(factory: registry), logger: logger)
        let body = ByteBuffer(string: body)
        let request = Request(
            head: HTTPRequest(
                method: method, scheme: nil, authority: "a", path: target, headerFields: [.contentLength: String(body.readableBytes)]),
            body: RequestBody(buffer: body))
        return try await responder.respond(
            to: request, context: ServingContext(source: ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: logger)))
    }
}
