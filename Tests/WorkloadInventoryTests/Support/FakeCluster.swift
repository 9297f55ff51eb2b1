import HTTPTypes
import Hummingbird
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import StowageTestSupport
import Synchronization

/// A Kubernetes API over TLS on a free port of 127.0.0.1, whose answers are the test's.
struct FakeCluster: Sendable {
    struct Question: Sendable {
        let path: String
        let query: [String: String]
        let headers: HTTPFields

        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
    }

    enum Answer: Sendable {
        case json(String, status: Int = 200, headers: [String: String] = [:])
        /// The connection ends behind these bytes of a longer body.
        case broken(String)
    }

    let port: Int
    let certificates: TestCertificates
    private let log: Log

    var server: String { "https://127.0.0.1:\(port)" }
    /// The paths that were asked for, in order.
    var paths: [String] { log.paths.withLock { $0 } }

    fileprivate final class Log: Sendable {
        let paths = Mutex<[String]>([])
    }

    private struct Interrupted: Error {}

    /// - Parameter isNamed: Its certificate has a name, and not its address.
    static func with<Value: Sendable>(
        requiringClientCertificate: Bool = false, isNamed: Bool = false, answer: @escaping @Sendable (Question) async throws -> Answer,
        _ body: @escaping @Sendable (FakeCluster) async throws -> Value
    ) async throws -> Value {
        let certificates = try await TestCertificates.shared.value
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array((isNamed ? certificates.namedServer : certificates.server).utf8)).map {
                .certificate($0)
            },
            privateKey: .privateKey(
                try NIOSSLPrivateKey(bytes: Array((isNamed ? certificates.namedServerKey : certificates.serverKey).utf8), format: .pem)))
        if requiringClientCertificate {
            tls.certificateVerification = .noHostnameVerification
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(certificates.authority.utf8)))
        }
        let log = Log()
        let responder = CallbackResponder { (request: Request, _: BasicRequestContext) async throws -> Response in
            let query = Dictionary(request.uri.queryParameters.map { (String($0.key), String($0.value)) }) { first, _ in first }
            log.paths.withLock { $0.append(request.uri.path) }
            return response(try await answer(Question(path: request.uri.path, query: query, headers: request.headers)))
        }
        let (ports, port) = AsyncStream<Int>.makeStream()
        let application = Application(
            responder: responder, server: try .tls(.http1(), tlsConfiguration: tls),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return try await withThrowingTaskGroup(of: Value?.self) { tasks in
            tasks.addTask {
                defer { port.finish() }
                try await application.run()
                return nil
            }
            var iterator = ports.makeAsyncIterator()
            guard let number = await iterator.next() else { throw CancellationError() }
            let value = try await body(FakeCluster(port: number, certificates: certificates, log: log))
            tasks.cancelAll()
            return value
        }
    }

    private static func response(_ answer: Answer) -> Response {
        switch answer {
        case .json(let text, let status, let headers):
            var fields: HTTPFields = [.contentType: "application/json"]
            for (name, value) in headers {
                if let name = HTTPField.Name(name) { fields[name] = value }
            }
            return Response(status: .init(code: status), headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        case .broken(let text):
            let body = ResponseBody(contentLength: text.utf8.count + 100) { writer in
                try await writer.write(ByteBuffer(string: text))
                throw Interrupted()
            }
            return Response(status: .ok, headers: [.contentType: "application/json"], body: body)
        }
    }
}
