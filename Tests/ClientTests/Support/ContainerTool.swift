import StowageTestSupport

/// Settings that keep skopeo and buildah inside the folder of one test: home, policy, registries, temporary files.
struct ContainerTool {
    let scratch: ScratchFolder

    init(in scratch: ScratchFolder) throws {
        self.scratch = scratch
        for name in ["home", "run", "tmp"] { _ = try scratch.folder(name) }
        try scratch.write(#"{"default":[{"type":"insecureAcceptAnything"}]}"#, to: "policy.json")
        try scratch.write("{}", to: "home/auth.json")
        try scratch.write("unqualified-search-registries = []\n", to: "registries.conf")
    }

    var environment: [String: String] {
        [
            "HOME": scratch.path("home"), "XDG_RUNTIME_DIR": scratch.path("run"), "TMPDIR": scratch.path("tmp"),
            "REGISTRY_AUTH_FILE": scratch.path("home/auth.json"), "CONTAINERS_REGISTRIES_CONF": scratch.path("registries.conf"),
        ]
    }

    @discardableResult
    func skopeo(_ arguments: String...) async throws -> ShellResult {
        try await Shell.succeed(
            "skopeo", ["--policy", scratch.path("policy.json"), "--tmpdir", scratch.path("tmp")] + arguments, environment: environment,
            timeLimit: .seconds(120))
    }

    /// `skopeo copy` between any two transports, without TLS.
    @discardableResult
    func copy(_ source: String, _ destination: String, _ flags: String...) async throws -> ShellResult {
        try await Shell.succeed(
            "skopeo",
            ["--policy", scratch.path("policy.json"), "--tmpdir", scratch.path("tmp"), "copy", "--src-tls-verify=false", "--dest-tls-verify=false"]
                + flags + [source, destination],
            environment: environment, timeLimit: .seconds(120))
    }

    /// buildah with storage in the test's folder; see ``wipeStorage()``.
    @discardableResult
    func buildah(_ command: String, _ arguments: [String]) async throws -> ShellResult {
        let storage = ["--storage-driver", "vfs", "--root", scratch.path("storage"), "--runroot", scratch.path("runroot")]
        return try await Shell.succeed(
            "buildah", storage + ["--registries-conf", scratch.path("registries.conf"), command] + arguments, environment: environment,
            in: scratch.path, timeLimit: .seconds(180))
    }

    /// What every buildah command that talks to a registry needs.
    var plainRegistry: [String] { ["--tls-verify=false", "--signature-policy", scratch.path("policy.json")] }

    /// Forgets all local images and containers of buildah.
    func wipeStorage() async throws {
        try await Shell.succeed("rm", ["-rf", scratch.path("storage"), scratch.path("runroot")])
    }
}
