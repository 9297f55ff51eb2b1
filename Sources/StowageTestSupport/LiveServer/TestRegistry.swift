import Foundation

/// The registry that the tests with real clients talk to.
///
/// A server of the test's own, or the one that `STOWAGE_TEST_REGISTRY=HOST:PORT` names, to compare with another product.
/// Names of repositories are unique, since such a registry may hold what earlier runs left.
package struct TestRegistry: Sendable {
    /// `host:port`.
    package let authority: String
    package let probe: RegistryProbe
    private let prefix = "t\(UUID().uuidString.lowercased().prefix(8))"

    /// A repository that is this test's own: `PREFIX/name`.
    package func repository(_ name: String) -> String { "\(prefix)/\(name)" }

    /// `host:port/PREFIX/name`, for clients.
    package func reference(_ name: String) -> String { "\(authority)/\(repository(name))" }

    package static func with<R>(_ body: (TestRegistry) async throws -> R) async throws -> R {
        if let other = ProcessInfo.processInfo.environment["STOWAGE_TEST_REGISTRY"] {
            return try await RegistryProbe.with(baseURL: "http://\(other)") { try await body(TestRegistry(authority: other, probe: $0)) }
        }
        return try await withLiveServer { server in
            try await RegistryProbe.with(baseURL: server.baseURL) { try await body(TestRegistry(authority: server.authority, probe: $0)) }
        }
    }
}
