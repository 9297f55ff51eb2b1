/// Why something asked of a server was not done.
package struct ClientError: Error, Sendable {
    package struct Code: Hashable, Sendable {
        private enum Value {
            case invalidAddress, unreachable, refused, notFound, damaged, leaseLost, protocolViolation, sourceChanged
        }
        private let value: Value

        /// The text is not the address of a server.
        package static let invalidAddress = Code(value: .invalidAddress)
        /// Nobody answers: the name is unknown, the connection is refused, or it broke or fell silent at every attempt.
        package static let unreachable = Code(value: .unreachable)
        /// The server answered, and didn't do it; ``ClientError/status`` and ``ClientError/serverCode`` say more.
        package static let refused = Code(value: .refused)
        /// The server answered 404.
        package static let notFound = Code(value: .notFound)
        /// Content isn't what its digest or size says. Whatever was made of it must be thrown away.
        package static let damaged = Code(value: .damaged)
        /// The lease is somebody else's, or nobody's, by now.
        package static let leaseLost = Code(value: .leaseLost)
        /// What answers doesn't speak the protocol: another product, or something between here and the server.
        package static let protocolViolation = Code(value: .protocolViolation)
        /// A local file has other bytes or another size than it had when its push began.
        package static let sourceChanged = Code(value: .sourceChanged)
    }

    package let code: Code
    /// What is wrong and what can be done about it; with the server's own words where it answered. Has no credentials.
    package let message: String
    /// The HTTP status, where there was an answer.
    package let status: Int?
    /// The code in the server's error document, such as `DENIED`.
    package let serverCode: String?
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, status: Int? = nil, serverCode: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.status = status
        self.serverCode = serverCode
        self.cause = cause
    }
}

extension ClientError: CustomStringConvertible {
    package var description: String { message }
}
