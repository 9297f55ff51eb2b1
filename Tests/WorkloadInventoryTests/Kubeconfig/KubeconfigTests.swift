import StowageTestSupport
import Testing

@testable import WorkloadInventory

@Suite("Kubeconfigs")
struct KubeconfigTests {
    private static let first = """
        apiVersion: v1
        kind: Config
        clusters:
        - {name: a, cluster: {server: "https://a.test:6443/"}}
        contexts: null
        users: []
        current-context: ""
        """
    private static let second = """
        current-context: two
        clusters:
        - name: a
          cluster: {server: "https://other.test"}
        - name: b
          cluster: {server: "https://b.test", proxy-url: "http://proxy.test:3128", extensions: [{name: x, extension: {y: 1}}]}
        contexts:
        - {name: one, context: {cluster: a, user: u}}
        - {name: two, context: {cluster: b}}
        users:
        - {name: u, user: {token: t, tokenFile: tokens/t}}
        """

    @Test func `Several files are put together, the first to say something counts`() async throws {
        try await ScratchFolder.with { scratch in
            let second = try scratch.folder("x") + "/second"
            try scratch.write(Self.second, to: "x/second")
            let paths = [try scratch.write(Self.first, to: "first"), scratch.path("missing"), second].joined(separator: ":")
            let config = try await Kubeconfig.load(path: nil, environment: ["KUBECONFIG": paths, "HOME": "/nowhere"])
            #expect(config.currentContext == "two")
            #expect(try await config.access(context: nil).server == "https://b.test")
            #expect(try await config.access(context: nil).proxy == "http://proxy.test:3128")
            let access = try await config.access(context: "one")
            #expect(access.server == "https://a.test:6443")
            #expect(access.credentials == .tokenFile(scratch.path("x/tokens/t")))
        }
    }

    @Test func `Without KUBECONFIG the file of the home folder is read`() async throws {
        try await ScratchFolder.with { scratch in
            _ = try scratch.folder(".kube")
            try scratch.write(Self.second, to: ".kube/config")
            #expect(try await Kubeconfig.load(path: nil, environment: ["HOME": scratch.path]).clusters.count == 2)
            for environment in [[:], ["HOME": "/nowhere"], ["KUBECONFIG": scratch.path("missing"), "HOME": scratch.path]] {
                let error = await #expect(throws: WorkloadError.self) { try await Kubeconfig.load(path: nil, environment: environment) }
                #expect(error?.code == .configuration)
            }
            let error = await #expect(throws: WorkloadError.self) { try await Kubeconfig.load(path: scratch.path("missing"), environment: [:]) }
            #expect(error?.code == .configuration)
        }
    }

    private static let refused: [(String, String)] = [
        ("clusters: [", "is not YAML"), ("- a", "this is no kubeconfig"), ("clusters: {a: b}", "'clusters' is no list"),
        ("users:\n- user: {token: x}", "line 2: an entry of users has no name"),
        ("users:\n- name: u\n  user: {exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1}}", "line 3: exec has the apiVersion"),
        ("contexts:\n- name: c\n  context: {user: u}", "the context 'c' names no cluster"),
        ("clusters:\n- name: c\n  cluster: {insecure-skip-tls-verify: maybe}", "not true or false"),
    ]

    @Test(arguments: refused)
    func `What can't be is refused with its line`(text: String, message: String) {
        let error = #expect(throws: WorkloadError.self) { try KubeconfigReader(path: "config").read(text) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    private static let astray: [(String, String)] = [
        ("two", "current-context: one"), ("missing", "contexts: [{name: missing, context: {cluster: nowhere}}]"),
        ("c", "contexts: [{name: c, context: {cluster: k, user: nobody}}]\nclusters: [{name: k, cluster: {server: 'https://k.test'}}]"),
        (
            "c",
            "contexts: [{name: c, context: {cluster: k}}]\nclusters: [{name: k, cluster: {server: 'https://k.test', insecure-skip-tls-verify: true, certificate-authority-data: YQ==}}]"
        ),
        (
            "c",
            "contexts: [{name: c, context: {cluster: k, user: u}}]\nclusters: [{name: k, cluster: {server: 'https://k.test'}}]\nusers: [{name: u, user: {client-certificate-data: YQ==}}]"
        ),
        (
            "c",
            "contexts: [{name: c, context: {cluster: k, user: u}}]\nclusters: [{name: k, cluster: {server: 'https://k.test'}}]\nusers: [{name: u, user: {auth-provider: {name: gcp}}}]"
        ),
        (
            "c",
            "contexts: [{name: c, context: {cluster: k, user: u}}]\nclusters: [{name: k, cluster: {server: 'https://k.test'}}]\nusers: [{name: u, user: {client-key: /nowhere}}]"
        ),
    ]

    @Test(arguments: astray)
    func `A context that leads nowhere is refused`(name: String, text: String) async throws {
        let config = try KubeconfigReader(path: "config").read(text)
        let error = await #expect(throws: WorkloadError.self) { try await config.access(context: name) }
        #expect(error?.code == .configuration)
    }

    @Test(arguments: ["cluster.test", "ftp://cluster.test", "https://", "https://me@cluster.test"])
    func `A server that is no address is refused`(server: String) async throws {
        let error = await #expect(throws: WorkloadError.self) {
            try await KubernetesClient.with(ClusterAccess(server: server), limits: KubernetesLimits()) { _ in }
        }
        #expect(error?.code == .configuration)
    }
}
