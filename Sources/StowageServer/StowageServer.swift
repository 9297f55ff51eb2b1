package import Logging

/// The composition root: makes the parts from the settings and runs them until the process is told to stop.
package enum StowageServer {
    /// Serves until SIGTERM or SIGINT, then finishes the requests in flight and returns.
    package static func run(_ settings: ServerSettings, logger: Logger) async throws {
        throw StartError("the server is not composed yet")
    }
}
