import HTTPTypes
import OCIModel

/// Why a body did not come to its end. Always the client's or the network's doing.
enum BodyFailure: Error {
    /// Nothing arrived for too long.
    case stopped(cause: any Error)
    /// The connection is gone, or what arrived is not a body.
    case broken(String, cause: (any Error)?)

    /// For bodies that go into an upload, which keeps what arrived.
    var ofUpload: OCIError {
        switch self {
        case .stopped(let cause):
            OCIError(.requestTimeout, "the body stopped arriving; resume the upload from the offset that its address reports", cause: cause)
        case .broken(let message, let cause): OCIError(.uploadInvalid, message, cause: cause)
        }
    }

    /// For bodies of which a part is worth nothing.
    func refusal(as code: OCIError.Code) -> Refusal {
        switch self {
        case .stopped(let cause): Refusal(OCIError(code, "the body stopped arriving; send it again", cause: cause), status: .requestTimeout)
        case .broken(let message, let cause): Refusal(OCIError(code, message, cause: cause))
        }
    }
}
