package import HTTPTypes
package import OCIModel

/// A refusal whose answer has headers that help the client go on, such as where an upload stands, or a status of its own.
package struct Refusal: Error {
    package let error: OCIError
    package let headers: HTTPFields
    package let status: HTTPResponse.Status

    /// - Parameter status: Where it is not the one of the error's code.
    package init(_ error: OCIError, status: HTTPResponse.Status? = nil, headers: HTTPFields = [:]) {
        self.error = error
        self.status = status ?? error.code.status
        self.headers = headers
    }

    /// A method that a route doesn't have.
    package static func methodNotAllowed(allowed: [HTTPRequest.Method]) -> Refusal {
        let list = allowed.map(\.rawValue).joined(separator: ", ")
        return Refusal(OCIError(.methodNotAllowed, "this path answers to \(list) only"), headers: [.allow: list])
    }
}
