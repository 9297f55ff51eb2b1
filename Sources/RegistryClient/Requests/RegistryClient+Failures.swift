import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

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
        case let error as IOError: broken(error, server)
        case let error as NIOConnectionError: unconnected(error, server)
        case is HTTPParserError: "\(server) closed the connection"
        default: "can't connect to \(server): \(String(describing: error).prefix(300))"
        }
    }

    private static func broken(_ error: IOError, _ server: ServerAddress) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "nobody answers at \(server) (connection refused)"
        case let number: "the connection to \(server) broke: \(String(cString: strerror(number)))"
        }
    }

    /// Of a name with several addresses every one was tried; the first one's failure stands for all.
    private static func unconnected(_ error: NIOConnectionError, _ server: ServerAddress) -> String {
        if let first = error.connectionErrors.first?.error as? IOError { return broken(first, server) }
        if error.connectionErrors.isEmpty, error.dnsAError != nil || error.dnsAAAAError != nil {
            return "the name of \(server) is unknown here (no such host)"
        }
        return "\(server) doesn't answer"
    }
}
