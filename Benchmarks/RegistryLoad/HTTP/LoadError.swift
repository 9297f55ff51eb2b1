/// Why an operation on the server under load did not count.
struct LoadError: Error, CustomStringConvertible {
    enum Code: Sendable {
        /// A socket call failed, or the server closed the connection.
        case connection
        /// What came back is not an HTTP/1.1 response this program reads.
        case malformedResponse
        /// A response, but not the one the workload needs.
        case unexpectedResponse
        /// The program was asked for something it can't do.
        case usage
    }

    let code: Code
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    var description: String { message }
}
