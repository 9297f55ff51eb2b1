import AsyncHTTPClient
import NIOCore
import NIOHTTP1

extension RegistryClient {
    /// Turns what the HTTP client throws into what callers understand.
    func failure(_ error: any Error, of request: ServerRequest) -> any Error {
        if Task.isCancelled { return CancellationError() }
        switch error {
        case is CancellationError, is ClientError, is Interruption: return error
        case let error as HTTPClientError where Self.violations.contains(error):
            return ClientError(.protocolViolation, "can't \(request.action): \(server) sends in circles", cause: error)
        case let error as HTTPParserError where error != .invalidEOFState:
            return ClientError(.protocolViolation, "can't \(request.action): what answers at \(server) doesn't speak HTTP", cause: error)
        default:
            return Interruption(
                ClientError(
                    .unreachable, "can't \(request.action): \(Self.reason(of: error, at: server)); check that the server runs there", cause: error))
        }
    }

    private static let violations: [HTTPClientError] = [.redirectLimitReached, .redirectCycleDetected]

    private static func reason(of error: any Error, at server: ServerAddress) -> String {
        switch error {
        case let error as HTTPClientError:
            switch error {
            case .connectTimeout, .getConnectionFromPoolTimeout: "\(server) doesn't answer"
            case .readTimeout, .deadlineExceeded: "\(server) fell silent"
            case .remoteConnectionClosed: "\(server) closed the connection"
            default: "the connection to \(server) failed: \(error.shortDescription)"
            }
        case let error as IOError: "the connection to \(server) broke: \(error.localizedReason)"
        case is HTTPParserError: "\(server) closed the connection"
        // Made while connecting, by a room that isn't imported here: its text names every address that was tried.
        default: "can't connect to \(server): \(String(describing: error).prefix(300))"
        }
    }
}

extension IOError {
    fileprivate var localizedReason: String { String(describing: self) }
}
