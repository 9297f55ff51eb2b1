import ArgumentParser
import Retention
import WorkloadInventory

/// Who is asked what runs: what runs is kept.
struct WorkloadOptions: ParsableArguments {
    @Flag(name: .customLong("kube"), help: "Keep what runs in the cluster of $KUBECONFIG or ~/.kube/config.")
    var usesCluster = false

    @Option(name: .customLong("kube-config"), help: ArgumentHelp("The same with this kubeconfig.", valueName: "file"), completion: .file())
    var kubeconfig: String?

    @Option(
        name: .customLong("kube-context"),
        help: ArgumentHelp("A context of the kubeconfig; as often as there are clusters. (default: the current one)", valueName: "name"))
    var contexts: [String] = []

    @Flag(name: .customLong("kube-in-cluster"), help: "Keep what runs in the cluster that this runs in, by its service account.")
    var isInCluster = false

    @Option(name: .customLong("kube-namespace"), help: ArgumentHelp("Look only here; as often as needed. (default: everywhere)", valueName: "name"))
    var namespaces: [String] = []

    @Option(
        name: .customLong("in-use"),
        help: ArgumentHelp(
            "Keep what this file names: a reference a line, or what 'kubectl get ... -o json' prints; - for standard input.", valueName: "file"),
        completion: .file())
    var files: [String] = []

    @Flag(name: .customLong("no-workloads"), help: "Ask nobody what runs.")
    var asksNobody = false

    private var asksCluster: Bool { usesCluster || kubeconfig != nil || !contexts.isEmpty }

    var sources: [WorkloadSource] {
        var sources: [WorkloadSource] = []
        if asksCluster {
            let contexts = self.contexts.isEmpty ? [nil] : self.contexts.map { $0 as String? }
            sources += contexts.map { .kubeconfig(path: kubeconfig, context: $0, namespaces: namespaces) }
        }
        if isInCluster { sources.append(.inCluster(namespaces: namespaces)) }
        return sources + files.map { .file(path: $0) }
    }

    func add(to layer: inout PolicyLayer) {
        // Who names a source here wants it asked, whatever a file says.
        layer.disablesWorkloads = asksNobody ? true : sources.isEmpty ? nil : false
    }

    func validate() throws {
        guard !asksNobody || sources.isEmpty else {
            throw ValidationError("--no-workloads stands against --kube, --kube-in-cluster and --in-use; give one of them.")
        }
        guard namespaces.isEmpty || asksCluster || isInCluster else {
            throw ValidationError("--kube-namespace needs --kube, --kube-config, --kube-context or --kube-in-cluster.")
        }
        guard files.count(where: { $0 == "-" }) <= 1 else { throw ValidationError("Standard input can be read once; give --in-use - once.") }
    }
}
