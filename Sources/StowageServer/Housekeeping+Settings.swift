import ControlHTTP
import FoundationEssentials
import ImageStore
import Logging
import Reclamation
import Retention
import StageModel

extension Housekeeping {
    /// Makes the parts from the settings. Blocks to read the file of policies.
    ///
    /// - Throws: ``StartError``.
    init(_ settings: ServerSettings, stores: Stores, clock: @escaping @Sendable () -> Timestamp = { .now() }, logger: Logger) throws {
        let configuration = CollectorConfiguration(settings)
        let cleanup = settings.cleanup
        if cleanup.schedule != nil, cleanup.policies == nil {
            throw StartError(
                "cleanup.schedule is set and cleanup.policies is not: name the file with the policies of projects, or set the schedule to off")
        }
        self.init(
            catalog: stores.catalog,
            applier: PlanApplier(
                store: stores.images, catalog: stores.catalog, projectPattern: cleanup.projectPattern, clock: clock, logger: logger),
            collector: Collector(
                store: stores.images, catalog: stores.catalog, blobs: stores.blobs, configuration: configuration, clock: clock, logger: logger),
            configuration: configuration, projectPattern: cleanup.projectPattern, policies: try cleanup.policies.map(Self.policies))
    }

    private static func policies(at path: String) throws -> ServerPolicies {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw StartError("the file of policies \(path) can't be read: \(error)", cause: error)
        }
        do {
            return try ServerPolicies(parsing: text, name: path)
        } catch {
            throw StartError("\(error)", cause: error)
        }
    }
}

extension CollectorConfiguration {
    init(_ settings: ServerSettings) {
        let collector = settings.collector
        self.init(
            grace: collector.grace, interval: collector.interval, maximumRate: collector.maximumRate, orphanInterval: collector.orphanInterval,
            undoWindow: settings.cleanup.undoWindow ?? .zero)
    }
}
