package import Catalog
package import Reclamation
package import Retention

/// What cleanups, the trash and the garbage collector are asked for through.
package struct Housekeeping: Sendable {
    package let catalog: Catalog
    package let applier: PlanApplier
    package let collector: Collector
    /// Its grace and its undo window are told to who makes plans.
    package let configuration: CollectorConfiguration
    /// Which repositories are one project, as the setting `cleanup.projectPattern` says.
    package let projectPattern: String?
    package let policies: ServerPolicies?

    package init(
        catalog: Catalog, applier: PlanApplier, collector: Collector, configuration: CollectorConfiguration, projectPattern: String?,
        policies: ServerPolicies?
    ) {
        self.catalog = catalog
        self.applier = applier
        self.collector = collector
        self.configuration = configuration
        self.projectPattern = projectPattern
        self.policies = policies
    }
}
