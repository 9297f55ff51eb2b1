package import ArgumentParser
import FoundationEssentials
import Logging
import StowageServer

/// `stowage serve`: runs the server until it is told to stop.
package struct Serve: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Run the server.",
        discussion: """
            Without any option it listens on 127.0.0.1:5000, lets everybody in, and
            keeps everything in ./stowage-data.

            A setting is taken from the options here, else from its environment
            variable (STOWAGE_SERVE_LISTEN, STOWAGE_SERVE_HTTP_IDLE_TIMEOUT, ...), else
            from the file that --config names, else it has its default. All of them
            are in config/stowage.yaml of the source tree.

            SIGTERM and SIGINT stop the server after the requests in flight.
            """)

    @Option(help: ArgumentHelp("Read settings from this YAML file.", valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Option(help: ArgumentHelp("Keep everything in this folder. (default: ./stowage-data)", valueName: "dir"), completion: .directory)
    var data: String?

    @Option(help: ArgumentHelp("Listen here; port 0 takes a free one. (default: 127.0.0.1:5000)", valueName: "host:port"))
    var listen: String?

    @Flag(help: "Allow --listen on an address that other machines can reach, although there is no TLS.")
    var insecureListen = false

    @Option(help: ArgumentHelp("Log from this level on: trace, debug, info, notice, warning, error, critical. (default: info)", valueName: "level"))
    var logLevel: String?

    @Option(help: ArgumentHelp("Log as text or json; auto is text on a terminal, else json. (default: auto)", valueName: "format"))
    var logFormat: String?

    package init() {}

    /// The options that were given, as settings. None has a default here: the defaults are those of the settings.
    var settingsFlags: [SettingsFlag] {
        let options = [
            ("--data", "data", data),
            ("--listen", "listen", listen),
            ("--insecure-listen", "insecureListen", insecureListen ? "true" : nil),
            ("--log-level", "log.level", logLevel),
            ("--log-format", "log.format", logFormat),
        ]
        return options.compactMap { flag, key, text in text.map { SettingsFlag(flag, key: key, text: $0) } }
    }

    package mutating func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let loaded = try ServerSettings.load(flags: settingsFlags, environment: environment, configurationFile: config)
        let logging = ServerLogging(
            loaded.settings.log, isTerminal: ServerLogging.standardErrorIsTerminal, environment: environment)
        logging.bootstrap()
        let logger = Logger(label: "stowage")
        for warning in loaded.warnings { logger.warning("\(warning)") }
        try await StowageServer.run(loaded.settings, logger: logger)
    }
}
