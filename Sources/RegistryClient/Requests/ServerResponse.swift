import NIOHTTP1

/// An answer with its whole body.
struct ServerResponse: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]
    /// Whether an earlier attempt at the same request may have been carried out, without its answer getting here.
    var followsLostAnswer = false

    func header(_ name: String) -> String? { headers.first(name: name) }

    /// - Parameter action: What was asked for, to follow "the server refused to".
    /// - Throws: ``Interruption`` where trying again is worth it, ``ClientError`` otherwise.
    func require(_ accepted: Int..., to action: String) throws {
        guard !accepted.contains(status) else { return }
        throw failure(to: action)
    }

    /// What this answer means where it is none of those expected.
    func failure(to action: String) -> any Error {
        let document = ServerErrorDocument(body)
        let words = document.map { ": \($0.message)" } ?? ""
        func error(_ code: ClientError.Code, _ message: String) -> ClientError {
            ClientError(code, message, status: status, serverCode: document?.code)
        }
        switch status {
        case 404: return error(.notFound, "can't \(action): \(document?.message ?? "there is no such thing on the server")")
        case 409 where document?.code == "LEASE_LOST": return error(.leaseLost, "can't \(action): the lease is lost\(words)")
        case 401, 403:
            let hint = "give credentials that may do it, as in http://USER:PASSWORD@HOST:PORT"
            return error(.refused, "the server refused to \(action) (\(status))\(words); \(hint)")
        case 501, 505, 507: return error(.refused, "the server refused to \(action) (\(status))\(words)")
        case 408, 425, 429, 500...:
            return Interruption(error(.refused, "the server can't \(action) now (\(status))\(words)"), retryAfter: retryAfter)
        case 400...: return error(.refused, "the server refused to \(action) (\(status))\(words)")
        default: return error(.protocolViolation, "the server answered \(status) where it was asked to \(action); is this the address of a registry?")
        }
    }

    /// Seconds; the form with a date isn't used by registries.
    private var retryAfter: Duration? {
        header("Retry-After").flatMap { Int64($0) }.flatMap { $0 >= 0 && $0 < 1 << 31 ? .seconds($0) : nil }
    }
}
