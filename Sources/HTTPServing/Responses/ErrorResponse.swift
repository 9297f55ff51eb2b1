import FoundationEssentials
import HTTPTypes
package import Hummingbird
import NIOCore
package import OCIModel

extension OCIError.Code {
    /// The one place where a refusal gets its HTTP status.
    package var status: HTTPResponse.Status {
        switch self {
        case .blobUnknown, .uploadUnknown, .manifestUnknown, .nameUnknown, .planUnknown: .notFound
        case .rangeOutOfOrder, .rangeNotSatisfiable: .rangeNotSatisfiable
        case .uploadBusy, .leaseLost, .tagTaken, .planConflict, .shareExceeded: .conflict
        case .manifestTooLarge, .blobTooLarge, .requestTooLarge: .contentTooLarge
        case .unauthorized: .unauthorized
        case .denied: .forbidden
        case .methodNotAllowed: .methodNotAllowed
        case .tooManyTags: .uriTooLong
        case .tooManyRequests: .tooManyRequests
        case .requestTimeout: .requestTimeout
        case .storageFull: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
        case .unavailable: .serviceUnavailable
        case .internalFailure: .internalServerError
        default: .badRequest
        }
    }
}

extension Response {
    /// The error document of the OCI distribution specification ("Error Codes").
    ///
    /// - Parameter status: Where it is not the one of the error's code.
    package init(_ error: OCIError, status: HTTPResponse.Status? = nil, headers: HTTPFields = [:]) {
        var headers = headers
        headers[.contentType] = "application/json"
        self.init(status: status ?? error.code.status, headers: headers, body: ResponseBody(byteBuffer: error.document))
    }
}

extension OCIError {
    /// The error document.
    var document: ByteBuffer { ByteBuffer(bytes: ErrorDocument(self).encoded) }
}

private struct ErrorDocument: Encodable {
    struct Entry: Encodable {
        let code: String
        let message: String
        let detail: [String: String]?
    }

    let errors: [Entry]

    init(_ error: OCIError) {
        self.errors = [Entry(code: error.code.name, message: error.message, detail: error.detail.isEmpty ? nil : error.detail)]
    }

    var encoded: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try [UInt8](encoder.encode(self))
        } catch {
            // Strings always encode; were that ever untrue, the client still gets the form it expects.
            return Array(#"{"errors":[{"code":"UNKNOWN","message":"the error could not be written"}]}"#.utf8)
        }
    }
}
