import Glibc

/// Why a ``RawConnection`` could not go on.
package enum RawConnectionError: Error, CustomStringConvertible {
    /// A system call failed with an errno; `EAGAIN` is the time limit.
    case system(String, Int32)
    /// The server closed the connection after these bytes, while more were expected.
    case closed(after: String)
    /// The server closed the connection in the middle of a body.
    case closedEarly(received: Int, expected: Int)
    /// Not the syntax of HTTP/1.
    case malformed(String)

    package var description: String {
        switch self {
        case .system(let call, EAGAIN): "\(call): the time limit of the connection has passed"
        case .system(let call, let code): "\(call): \(String(cString: strerror(code)))"
        case .closed(let text): "the server closed the connection after '\(text)'"
        case .closedEarly(let received, let expected):
            "the server closed the connection after \(received) of \(expected) bytes that were still to come"
        case .malformed(let text): "not HTTP/1: '\(text.prefix(200))'"
        }
    }
}
