package import HTTPTypes
package import OCIModel

/// A refusal whose answer has headers that help the client go on, such as where an upload stands.
package struct Refusal: Error {
    package let error: OCIError
    package let headers: HTTPFields

    package init(_ error: OCIError, headers: HTTPFields) {
        self.error = error
        self.headers = headers
    }

    /// A method that a route doesn't have.
    package static func methodNotAllowed(allowed: [HTTPRequest.Method]) -> Refusal {
        let list = allowed.map(\.rawValue).joined(separator: ", ")
        return Refusal(OCIError(.methodNotAllowed, "this path answers to \(list) only"), headers: [.allow: list])
    }
}
