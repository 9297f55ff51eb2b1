/// What the server's file of policies says for the projects that a pattern matches.
package struct ProjectPolicies: Hashable, Sendable {
    package var layer: PolicyLayer
    /// The path of a clone, for cleanups on the server's own schedule.
    package var git: String?
    /// All of them are asked, by cleanups on the server's own schedule.
    package var workloads: [WorkloadSetting]

    package init(layer: PolicyLayer, git: String? = nil, workloads: [WorkloadSetting] = []) {
        self.layer = layer
        self.git = git
        self.workloads = workloads
    }
}
