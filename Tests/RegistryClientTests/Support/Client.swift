import Logging
import OCIModel
import RegistryClient
import StowageTestSupport
import Synchronization
import Testing

/// Pauses that a client would have made.
final class Pauses: Sendable {
    private let pauses = Mutex<[Duration]>([])

    var all: [Duration] { pauses.withLock { $0 } }

    /// Doesn't sleep, apart from a moment in which a server can finish what it does.
    func policy(_ change: (inout RetryPolicy) -> Void = { _ in }) -> RetryPolicy {
        var policy = RetryPolicy.standard
        policy.sleep = { [self] pause in
            pauses.withLock { $0.append(pause) }
            try await Task.sleep(for: .milliseconds(20))
        }
        change(&policy)
        return policy
    }
}

/// A client of `address` that pauses for no time.
@discardableResult
func withClient<Value: Sendable>(
    _ address: String, pauses: Pauses = Pauses(), policy: (inout RetryPolicy) -> Void = { _ in },
    _ body: (RegistryClient) async throws -> Value
) async throws -> Value {
    try await RegistryClient.with(
        ServerAddress(address), logger: .silent, policy: pauses.policy(policy), body)
}

extension TestServer {
    var address: String { "http://127.0.0.1:\(port)" }
}

/// Runs `body` and returns the client's error that it must throw.
func clientError(_ body: () async throws -> Void, sourceLocation: SourceLocation = #_sourceLocation) async -> ClientError? {
    do {
        try await body()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    } catch let error as ClientError {
        return error
    } catch {
        Issue.record("\(error) was thrown", sourceLocation: sourceLocation)
    }
    return nil
}

extension RepositoryName {
    static var app: RepositoryName { get throws { try RepositoryName("team/app") } }
}

extension Logger {
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
