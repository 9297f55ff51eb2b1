import StowageTestSupport

/// An authority and what it signed, made by the openssl program: PEM texts.
struct TestCertificates: Sendable {
    let authority: String
    /// For 127.0.0.1.
    let server: String
    let serverKey: String
    /// For cluster.test alone.
    let namedServer: String
    let namedServerKey: String
    let client: String
    let clientKey: String

    /// Made once for all tests.
    static let shared = Task { try await make() }

    private static func make() async throws -> TestCertificates {
        try await ScratchFolder.with { scratch in
            func openssl(_ arguments: String...) async throws {
                try await Shell.succeed("openssl", arguments, in: scratch.path)
            }
            func signed(_ name: String, _ subject: String, _ extensions: String) async throws {
                try scratch.write(extensions, to: "\(name).ext")
                try await openssl(
                    "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", subject, "-keyout", "\(name).key",
                    "-out", "\(name).csr")
                try await openssl(
                    "x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile",
                    "\(name).ext", "-out", "\(name).pem")
            }
            try await openssl(
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=test authority",
                "-keyout", "ca.key", "-out", "ca.pem")
            try await signed("server", "/CN=apiserver", "subjectAltName=IP:127.0.0.1\n")
            try await signed("named", "/CN=apiserver", "subjectAltName=DNS:cluster.test\n")
            try await signed("client", "/O=system:masters/CN=cleaner", "extendedKeyUsage=clientAuth\n")
            func text(_ name: String) throws -> String { String(decoding: try scratch.read(name), as: UTF8.self) }
            return TestCertificates(
                authority: try text("ca.pem"), server: try text("server.pem"), serverKey: try text("server.key"), namedServer: try text("named.pem"),
                namedServerKey: try text("named.key"), client: try text("client.pem"),
                clientKey: try text("client.key"))
        }
    }
}
