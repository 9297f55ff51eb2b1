/// What a plugin is told, in `KUBERNETES_EXEC_INFO`, and what it prints.
struct ExecCredential: Codable {
    static let kindName = "ExecCredential"

    /// What it is told. The `config` of a cluster's extensions is left out: how its values were quoted isn't known any more.
    struct Spec: Codable {
        struct Cluster: Codable {
            var server: String
            var serverName: String?
            var skipsVerification: Bool?
            var authorities: String?
            var proxy: String?

            enum CodingKeys: String, CodingKey {
                case server
                case serverName = "tls-server-name"
                case skipsVerification = "insecure-skip-tls-verify"
                case authorities = "certificate-authority-data"
                case proxy = "proxy-url"
            }
        }

        var interactive: Bool
        var cluster: Cluster?
    }

    /// What it prints. PEM as it is, not in base64.
    struct Status: Codable {
        var token: String?
        var clientCertificate: String?
        var clientKey: String?

        enum CodingKeys: String, CodingKey {
            case token
            case clientCertificate = "clientCertificateData"
            case clientKey = "clientKeyData"
        }
    }

    var apiVersion: String?
    var kind: String?
    var spec: Spec?
    var status: Status?

    init(apiVersion: String, kind: String, spec: Spec) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.spec = spec
    }

    private enum CodingKeys: String, CodingKey {
        case apiVersion, kind, spec, status
    }

    /// Of what a plugin prints `spec` is nothing to read: some repeat what they were told.
    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        apiVersion = try values.decodeIfPresent(String.self, forKey: .apiVersion)
        kind = try values.decodeIfPresent(String.self, forKey: .kind)
        status = try values.decodeIfPresent(Status.self, forKey: .status)
    }
}
