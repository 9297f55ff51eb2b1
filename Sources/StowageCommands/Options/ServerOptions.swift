import ArgumentParser

/// Where the server is.
struct ServerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The server's address. (default: $STOWAGE_SERVER, else http://127.0.0.1:5000)", valueName: "url"))
    var server: String?

    static let standard = "http://127.0.0.1:5000"

    func url(environment: [String: String]) -> String {
        server ?? environment["STOWAGE_SERVER"].flatMap { $0.isEmpty ? nil : $0 } ?? Self.standard
    }
}
