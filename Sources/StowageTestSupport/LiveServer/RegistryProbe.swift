import AsyncHTTPClient
package import NIOCore
import NIOHTTP1

/// A small client of `/v2/` that shows every answer as it is.
///
/// It follows no redirect, decompresses nothing, and retries nothing, so a test sees what the server did. Every request is
/// bounded by ``timeLimit``.
package struct RegistryProbe: Sendable {
    /// Without a slash at the end.
    package let baseURL: String
    package var timeLimit: TimeAmount = .seconds(30)
    private let client: HTTPClient

    /// Makes a client that exists while `body` runs.
    package static func with<R>(baseURL: String, _ body: (RegistryProbe) async throws -> R) async throws -> R {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        configuration.timeout.connect = .seconds(5)
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let result = try await body(RegistryProbe(baseURL: baseURL, client: client))
            try await client.shutdown()
            return result
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    private init(baseURL: String, client: HTTPClient) {
        self.baseURL = baseURL
        self.client = client
    }

    /// Sends one request and takes the whole answer.
    ///
    /// - Parameter target: A path with its query, or an absolute URL, as `Location` may be either.
    package func send(_ method: String, _ target: String, _ headers: [String: String] = [:], body: [UInt8]? = nil) async throws -> ProbeResponse {
        var request = HTTPClientRequest(url: target.hasPrefix("http") ? target : baseURL + target)
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(body) }
        let response = try await client.execute(request, timeout: timeLimit)
        let bytes = try await response.body.collect(upTo: 1 << 30)
        return ProbeResponse(
            status: Int(response.status.code), headers: response.headers.map { ($0.name.lowercased(), $0.value) },
            body: Array(bytes.readableBytesView))
    }
}
