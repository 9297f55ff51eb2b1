/// What the files of a kubeconfig say, put together.
struct Kubeconfig: Sendable {
    /// PEM in a file, or in the kubeconfig itself as base64.
    enum Material: Hashable, Sendable {
        case file(String)
        case base64(String)
    }

    struct Cluster: Hashable, Sendable {
        var server: String?
        var authorities: Material?
        var skipsVerification = false
        var serverName: String?
        var proxy: String?
    }

    struct User: Hashable, Sendable {
        var clientCertificate: Material?
        var clientKey: Material?
        var token: String?
        var tokenFile: String?
        var username: String?
        var password: String?
        /// `Impersonate-…`, in the order of the file.
        var headers: [Header] = []
        var exec: ExecPlugin?
        /// A kind of login that clients no longer have.
        var authProvider: String?
    }

    struct Header: Hashable, Sendable {
        var name: String
        var value: String
    }

    struct Context: Hashable, Sendable {
        var cluster: String
        var user: String?
    }

    var clusters: [String: Cluster] = [:]
    var users: [String: User] = [:]
    var contexts: [String: Context] = [:]
    var currentContext: String?

    /// Adds a further file: what an earlier one has stays.
    mutating func merge(_ other: Kubeconfig) {
        clusters.merge(other.clusters) { first, _ in first }
        users.merge(other.users) { first, _ in first }
        contexts.merge(other.contexts) { first, _ in first }
        currentContext = currentContext ?? other.currentContext
    }
}
