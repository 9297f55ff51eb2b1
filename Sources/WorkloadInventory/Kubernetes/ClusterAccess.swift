/// How a cluster's API is reached, and as whom: all that was found out before the first request.
struct ClusterAccess: Sendable {
    enum Credentials: Hashable, Sendable {
        case none
        case token(String)
        /// Read for every request, since it is replaced while it is valid.
        case tokenFile(String)
        case password(user: String, password: String)
    }

    /// Without a slash at the end.
    var server: String
    /// PEM; `nil`: the system's authorities.
    var authorities: [UInt8]?
    var skipsVerification = false
    /// The name that the certificate has to have, where it isn't the server's.
    var serverName: String?
    /// `http://HOST:PORT` or `socks5://HOST:PORT`.
    var proxy: String?
    /// PEM, both or none.
    var clientCertificate: [UInt8]?
    var clientKey: [UInt8]?
    var credentials = Credentials.none
    /// Those that act for somebody else.
    var headers: [(name: String, value: String)] = []
    /// What the user can do where the credentials are refused.
    var loginAdvice = "name a kubeconfig with others"
    /// Asks the program anew that gave the credentials; `nil` where none did.
    var renewed: (@Sendable () async throws -> ClusterAccess)?

    init(server: String) {
        self.server = server
    }
}
