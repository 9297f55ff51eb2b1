import ArgumentParser
import Logging
import RegistryClient

/// Where the server is.
struct ServerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The server's address. (default: $STOWAGE_SERVER, else http://127.0.0.1:5000)", valueName: "url"))
    var server: String?

    @Flag(help: "Say on standard error when a request is tried again.")
    var verbose = false

    static let standard = "http://127.0.0.1:5000"

    func url(environment: [String: String]) -> String {
        server ?? environment["STOWAGE_SERVER"].flatMap { $0.isEmpty ? nil : $0 } ?? Self.standard
    }

    /// - Throws: ``CommandError`` with code `usage`.
    func address(environment: [String: String]) throws -> ServerAddress {
        do {
            return try ServerAddress(url(environment: environment))
        } catch {
            throw CommandError(.usage, "\(error)")
        }
    }

    /// Runs `body` with a client of the server.
    func withClient<Value: Sendable>(_ context: CommandContext, _ body: (RegistryClient) async throws -> Value) async throws -> Value {
        let address = try address(environment: context.environment)
        return try await RegistryClient.with(address, logger: context.logger(isVerbose: verbose), body)
    }
}
