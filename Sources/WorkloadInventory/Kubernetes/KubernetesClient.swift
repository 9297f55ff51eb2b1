import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOSSL

/// Asks the API of one cluster.
struct KubernetesClient: Sendable {
    /// An answer with its whole body.
    struct Answer {
        let status: Int
        let body: ByteBuffer
    }

    /// A page is larger than one may be.
    struct TooLarge: Error {}

    let access: ClusterAccess
    let limits: KubernetesLimits
    /// Where requests go; with a name of the certificate's own the address is only connected to.
    private let base: String
    private let host: String
    private let client: HTTPClient

    /// Makes a client that exists while `body` runs, and closes its connections afterwards.
    static func with<Value: Sendable>(
        _ access: ClusterAccess, limits: KubernetesLimits, _ body: (KubernetesClient) async throws -> Value
    ) async throws -> Value {
        let client = try KubernetesClient(access, limits)
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(client))
        } catch {
            result = .failure(error)
        }
        try await client.client.shutdown()
        return try result.get()
    }

    private init(_ access: ClusterAccess, _ limits: KubernetesLimits) throws {
        guard let url = URL(string: access.server), let scheme = url.scheme?.lowercased(), scheme == "https" || scheme == "http",
            let host = url.host(percentEncoded: false), !host.isEmpty, url.user() == nil, url.query() == nil
        else { throw WorkloadError(.configuration, "'\(access.server)' is no address of a cluster; write https://HOST:PORT") }
        var configuration = HTTPClient.Configuration()
        configuration.httpVersion = .http1Only
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.timeout.connect = TimeAmount(limits.connect)
        configuration.timeout.read = TimeAmount(limits.idle)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.tlsConfiguration = try access.tlsConfiguration()
        configuration.proxy = try access.proxy.map { try Self.proxy($0) }
        let authority = (host.contains(":") ? "[\(host)]" : host) + (url.port.map { ":\($0)" } ?? "")
        var base = access.server
        if let name = access.serverName, name != host {
            configuration.dnsOverride = [name: host]
            base = "\(scheme)://\(name)\(url.port.map { ":\($0)" } ?? "")\(url.path(percentEncoded: true))"
        }
        self.access = access
        self.limits = limits
        self.base = base
        self.host = authority
        self.client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    private static func proxy(_ text: String) throws -> HTTPClient.Configuration.Proxy {
        guard let url = URL(string: text), let host = url.host(percentEncoded: false), url.user() == nil else {
            throw WorkloadError(.configuration, "the proxy-url '\(text)' is no address; write http://HOST:PORT or socks5://HOST:PORT")
        }
        switch url.scheme {
        case "http": return .server(host: host, port: url.port ?? 80)
        case "socks5": return .socksServer(host: host, port: url.port ?? 1080)
        default:
            throw WorkloadError(
                .configuration, "the proxy-url '\(text)' is of a kind that isn't supported; write http://HOST:PORT or socks5://HOST:PORT")
        }
    }

    /// Sends a request, and sends it again where the cluster puts it off.
    ///
    /// - Throws: ``TooLarge``; ``WorkloadError`` with code `unreachable`, also for a body that isn't whole; `CancellationError`.
    func get(_ target: String) async throws -> Answer {
        var attempts = 0
        while true {
            let (answer, pause) = try await send(target)
            guard let pause, attempts < limits.retries else { return answer }
            attempts += 1
            try await limits.pause(pause)
        }
    }

    private func send(_ target: String) async throws -> (Answer, pause: Duration?) {
        var request = HTTPClientRequest(url: base + target)
        request.headers = ["Accept": "application/json", "User-Agent": "stowage", "Host": host]
        for header in access.headers { request.headers.add(name: header.name, value: header.value) }
        if let authorization = try await access.authorization() { request.headers.add(name: "Authorization", value: authorization) }
        do {
            let response = try await client.execute(request, deadline: .now() + TimeAmount(limits.request))
            let body = try await response.body.collect(upTo: limits.pageBytes)
            try Task.checkCancellation()
            let status = Int(response.status.code)
            let wish = response.headers.first(name: "Retry-After").flatMap { Int64($0) }
            let isPutOff = status == 429 || (status == 503 && wish != nil)
            return (Answer(status: status, body: body), isPutOff ? .seconds(min(max(wish ?? 1, 1), 10)) : nil)
        } catch is NIOTooManyBytesError {
            throw TooLarge()
        } catch {
            if Task.isCancelled || error is CancellationError { throw CancellationError() }
            let reason = (error as? HTTPClientError)?.shortDescription ?? String(describing: error)
            throw WorkloadError(.unreachable, "the cluster at \(access.server) can't be asked what runs: \(reason.prefix(300))", cause: error)
        }
    }
}
