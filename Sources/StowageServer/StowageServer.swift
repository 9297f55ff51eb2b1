import Access
import BlobStore
import Catalog
import ControlHTTP
import FoundationEssentials
import HTTPServing
import Hummingbird
import ImageStore
package import Logging
import NIOCore
import RegistryHTTP
import ServiceLifecycle
import StageCache
package import UnixSignals

/// The composition root: makes the parts from the settings and runs them until the process is told to stop.
package enum StowageServer {
    /// Serves until SIGTERM or SIGINT, or until the task's graceful shutdown is triggered; then finishes the requests in
    /// flight, at most for `http.shutdownTimeout`, and returns. What was acknowledged is durable whatever ends the process.
    ///
    /// - Parameter onRunning: Called with the port, once requests are answered.
    /// - Throws: ``StartError`` where it can't start.
    package static func run(
        _ settings: ServerSettings, logger: Logger, signals: [UnixSignal] = [.sigterm, .sigint],
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) async throws {
        MemoryAllocator.keepBuffers()
        OpenFileLimit.raise(logger: logger)
        let stores = try await Stores.open(settings, logger: logger)
        let result: Result<Void, any Error>
        do {
            try await serve(stores, settings, logger: logger, signals: signals, onRunning: onRunning)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await stores.close()
        logger.info("stopped")
        try result.get()
    }

    private static func serve(
        _ stores: Stores, _ settings: ServerSettings, logger: Logger, signals: [UnixSignal], onRunning: @escaping @Sendable (Int) async -> Void
    ) async throws {
        let authorizer = OpenAuthorizer()
        let metrics = PrometheusRegistry()
        let servingMetrics = ServingMetrics(factory: metrics)
        let housekeeping = try Housekeeping(settings, stores: stores, logger: logger)
        let responder = ServingResponder(
            services: [
                RegistryService(store: stores.images, authorizer: authorizer, pageLimit: settings.lists.pageLimit),
                APIService(
                    store: stores.images, cache: stores.stages, housekeeping: housekeeping, authorizer: authorizer,
                    pageLimit: settings.lists.pageLimit),
                ControlService(store: stores.images, housekeeping: housekeeping, metrics: metrics),
                WerfService(catalog: stores.catalog, authorizer: authorizer),
            ],
            authorizer: authorizer, metrics: servingMetrics, logger: logger)
        let http = settings.http
        // Where each request has its line in the log, the routes write it.
        let hotPath =
            logger.logLevel > .debug
            ? HotPath(responder: HotManifests(store: stores.images, authorizer: authorizer), metrics: servingMetrics) : nil
        let application = Application.registry(
            responder: responder, hotPath: hotPath, host: settings.listen.host, port: settings.listen.port,
            limits: ConnectionLimits(
                idleTimeout: TimeAmount(http.idleTimeout), bodyTimeout: TimeAmount(http.bodyTimeout), maximumConnections: http.maximumConnections),
            onRunning: { port in
                // Nobody could renew until now.
                stores.stages.resumeLeases()
                let address = ListenAddress(host: settings.listen.host, port: port)
                logger.info(
                    "serving", metadata: ["address": "http://\(address)", "data": "\(settings.data)", "version": "\(StowageVersion.current)"])
                await onRunning(port)
            },
            logger: quieted(logger))
        var services: [any Service] = [
            MaintenanceService(stores: stores, expireAfter: settings.uploads.expireAfter, logger: logger),
            CollectorService(collector: housekeeping.collector),
            PlanService(applier: housekeeping.applier),
        ]
        if let schedule = settings.cleanup.schedule {
            services.append(
                CleanupScheduleService(
                    schedule: schedule, store: stores.images, parts: housekeeping, environment: ProcessInfo.processInfo.environment,
                    metrics: CleanupMetrics(metrics), logger: logger))
        }
        // What is stopped first stands last: the application waits for the requests in flight, of which none is to wait on.
        services += [application, WaitsService(stages: stores.stages)]
        var group = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) }, gracefulShutdownSignals: signals, logger: quieted(logger))
        group.maximumGracefulShutdownDuration = settings.http.shutdownTimeout
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error as IOError {
            throw StartError("can't listen on \(settings.listen): \(error)", cause: error)
        }
    }

    /// For libraries, which say at level info what the server says itself.
    private static func quieted(_ logger: Logger) -> Logger {
        var quiet = logger
        if quiet.logLevel == .info { quiet.logLevel = .notice }
        return quiet
    }
}
