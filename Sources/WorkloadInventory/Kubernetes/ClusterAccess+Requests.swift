import FoundationEssentials
import NIOCore
import NIOSSL

extension ClusterAccess {
    /// The value of the header; `nil` where a certificate, or nothing, says who asks.
    func authorization() async throws -> String? {
        switch credentials {
        case .none: return nil
        case .token(let token): return "Bearer \(try Self.plain(token, "the token for the cluster"))"
        case .tokenFile(let path):
            let what = "the token file \(path)"
            let text = String(decoding: try await FileBytes.read(path, limit: 1 << 20, what: what), as: UTF8.self)
            let token = String(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
            guard !token.isEmpty else { throw WorkloadError(.configuration, "\(what) is empty") }
            return "Bearer \(try Self.plain(token, what))"
        case .password(let user, let password):
            return "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"
        }
    }

    /// A token may stand in a header.
    private static func plain(_ token: String, _ what: String) throws -> String {
        guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw WorkloadError(.configuration, "\(what) has characters that no token has")
        }
        return token
    }

    func tlsConfiguration() throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        // One that has fallen silent takes no leave either.
        configuration.shutdownTimeout = .seconds(1)
        if skipsVerification { configuration.certificateVerification = .none }
        if let authorities {
            configuration.trustRoots = .certificates(try certificates(authorities, "the cluster's certificate authority"))
        }
        if let clientCertificate, let clientKey {
            configuration.certificateChain = try certificates(clientCertificate, "the client certificate").map { .certificate($0) }
            do {
                configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: clientKey, format: .pem))
            } catch {
                throw WorkloadError(.configuration, "the key of the client certificate for \(server) is no private key in PEM", cause: error)
            }
        }
        return configuration
    }

    private func certificates(_ pem: [UInt8], _ what: String) throws -> [NIOSSLCertificate] {
        do {
            let certificates = try NIOSSLCertificate.fromPEMBytes(pem)
            guard certificates.isEmpty else { return certificates }
        } catch {
            throw WorkloadError(.configuration, "\(what) for \(server) is no certificate in PEM", cause: error)
        }
        throw WorkloadError(.configuration, "\(what) for \(server) is no certificate in PEM")
    }
}
