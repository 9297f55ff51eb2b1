import ArgumentParser
import Retention

/// What a plan is made from, apart from the project.
struct PlanOptions: ParsableArguments {
    @OptionGroup(title: "Git") var history: HistoryOptions
    @OptionGroup(title: "What runs") var workloads: WorkloadOptions
    @OptionGroup(title: "Policies for images") var images: ImagePolicyOptions
    @OptionGroup(title: "Kept for good") var keep: KeepOptions
    @OptionGroup(title: "Policies for stages, and bounds") var storage: StoragePolicyOptions

    /// The policies that were given here. What no option says, the next source is asked for.
    ///
    /// - Throws: ``CommandError``: with code `usage` for a policy that can't be, `failed` where a file can't be read.
    func layer() throws -> PolicyLayer {
        var layer = PolicyLayer()
        workloads.add(to: &layer)
        images.add(to: &layer)
        storage.add(to: &layer)
        do {
            try keep.add(to: &layer)
            _ = try CleanupPolicies([layer])
        } catch let error as RetentionError {
            throw CommandError(.usage, error.message)
        }
        return layer
    }

    /// Whether any option was given.
    ///
    /// - Throws: As ``layer()``.
    func saySomething() throws -> Bool {
        try layer() != PolicyLayer() || history.git != nil || history.werfConfig != nil || history.noWerfConfig || !workloads.sources.isEmpty
    }
}
