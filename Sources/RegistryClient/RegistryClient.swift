import AsyncHTTPClient
package import Logging

/// A client of one server: of the registry's API under `/v2/`, and of the stage cache's under `/api/v1/`.
///
/// Every call ends: what the server doesn't answer is tried again a bounded number of times, as ``RetryPolicy`` says, and then
/// thrown as ``ClientError``. A call whose task is cancelled ends at once with `CancellationError`, and its connection with it.
package final class RegistryClient: Sendable {
    package let server: ServerAddress
    let policy: RetryPolicy
    let logger: Logger
    /// For `/v2/`: follows redirects, and ends a connection that is silent.
    let content: HTTPClient
    /// For `/api/v1/`: a long poll may be silent for longer; each call has a time limit of its own instead.
    let control: HTTPClient

    /// Makes a client that exists while `body` runs, and closes its connections afterwards.
    package static func with<Value: Sendable>(
        _ server: ServerAddress, logger: Logger, policy: RetryPolicy = .standard, _ body: (RegistryClient) async throws -> Value
    ) async throws -> Value {
        let client = RegistryClient(server: server, logger: logger, policy: policy)
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(client))
        } catch {
            result = .failure(error)
        }
        try await client.content.shutdown()
        try await client.control.shutdown()
        return try result.get()
    }

    private init(server: ServerAddress, logger: Logger, policy: RetryPolicy) {
        self.server = server
        self.policy = policy
        self.logger = logger
        self.content = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .content(policy))
        self.control = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .control(policy))
    }
}
