import Foundation

extension LiveServer {
    package struct Options: Sendable {
        /// `nil` is a temporary folder of the server's own.
        package var dataFolder: String?
        /// The text of a configuration file, handed over with `--config`.
        package var configuration: String?
        package var environment: [String: String] = [:]
        /// Added at the end of the command line.
        package var arguments: [String] = []
        /// Words put before the server's, such as `strace -D`. The wrapper must become the server, not its parent: signals
        /// go to the process that was started.
        package var wrapper: [String] = []
        /// How long a start may take. The default leaves room for a debug build on a busy machine.
        package var startLimit: Duration = .seconds(30)

        package init() {}
    }

    /// The server to test: `STOWAGE_BINARY`, else the one that the build put next to the test bundle.
    package static func binary() throws -> String {
        if let path = ProcessInfo.processInfo.environment["STOWAGE_BINARY"] { return path }
        let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        // Under SwiftPM the bundle is the running program; under a helper that loads it, the helper's first argument.
        let folders =
            [bundle.deletingLastPathComponent().path]
            + CommandLine.arguments.filter { $0.contains(".xctest") }.map {
                URL(fileURLWithPath: $0).deletingLastPathComponent().path
            }
        guard let path = folders.map({ "\($0)/stowage" }).first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw ToolMissing(name: "stowage")
        }
        return path
    }
}
