import Retention
import WorkloadInventory

/// What a plan is asked to be made from.
struct PlanRequest: Sendable {
    /// A `werf.yaml`, as its user calls it.
    struct WerfConfiguration: Equatable, Sendable {
        let name: String
        let text: String
    }

    let project: String
    var flags = PolicyLayer()
    /// The folder of a clone; `nil`: the plan is made without git.
    var gitFolder: String?
    /// Fetches what the clone lacks first.
    var fetches = false
    var werf: WerfConfiguration?
    var workloads: [WorkloadSource] = []

    /// What decides, from all sources: the flags, the environment, `werf.yaml`, the server.
    ///
    /// - Throws: ``RetentionError`` with code `policy`.
    func policies(environment: [String: String], server: PolicyLayer?) throws -> CleanupPolicies {
        let variables = try PolicyLayer(environment: environment)
        let file = try werf.flatMap { try PolicyLayer(werfConfiguration: $0.text, name: $0.name) }
        return try CleanupPolicies([flags, variables, file, server].compactMap { $0 })
    }
}
