package import ContentHashing

/// A refusal that a registry's client sees.
///
/// The codes are the closed list of the OCI distribution specification ("Error Codes"), a few that the list lacks for
/// answers of class 5xx, and finer ones that share a name of the list. HTTP derives status and body from the code in one
/// place (`HTTPServing`).
package struct OCIError: Error, Sendable {
    package let code: Code
    /// What is wrong and what the client can do about it. Never secret: it is sent as it is.
    package let message: String
    /// Values that help a program, as pairs of name and value.
    package let detail: [String: String]
    /// What led to the refusal; for the log only.
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, detail: [String: String] = [:], cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.detail = detail
        self.cause = cause
    }

    /// Parses a digest that a client sent.
    ///
    /// - Throws: ``OCIError`` with code `digestInvalid`.
    package static func digest(_ text: some StringProtocol) throws(OCIError) -> Digest {
        do {
            return try Digest(text)
        } catch {
            throw OCIError(.digestInvalid, error.message, cause: error)
        }
    }
}

extension OCIError: CustomStringConvertible {
    package var description: String {
        let because = cause.map { " (\($0))" } ?? ""
        return "\(code.name): \(message)\(because)"
    }
}
