package import OCIModel
package import StageModel

/// A ``StageModel/LookupRequest`` as the server reads it.
package struct LookupQuery: Hashable, Sendable {
    package let repository: RepositoryName
    package let signatures: [Signature]

    package init(repository: RepositoryName, signatures: [Signature]) {
        self.repository = repository
        self.signatures = signatures
    }

    /// Reads a request's body. `JSONDecoder` would take longer than the whole rest of a lookup.
    ///
    /// Strict in JSON, open to unknown keys. Two equal keys are refused, since parsers differ about them.
    ///
    /// - Throws: ``OCIError`` with code `requestInvalid` or `nameInvalid`.
    package init(parsing body: [UInt8]) throws {
        var parser = LookupQueryParser(body)
        do {
            try parser.parse()
        } catch let error as JSONReader.Malformed {
            throw OCIError(.requestInvalid, "the body is not JSON; look at byte \(error.position)", cause: error)
        }
        guard let repository = parser.repository, let signatures = parser.signatures else {
            throw OCIError(.requestInvalid, "the body must be an object with 'repository' and 'signatures'")
        }
        self.init(repository: try RepositoryName(repository), signatures: signatures)
    }
}
