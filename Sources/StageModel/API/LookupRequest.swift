package import OCIModel

/// `POST /api/v1/stages/lookup`: a whole chain of signatures at once.
package struct LookupRequest: Hashable, Sendable, Codable {
    package static let maximumSignatures = 1000

    package var repository: String
    package var signatures: [Signature]

    package init(repository: RepositoryName, signatures: [Signature]) {
        self.repository = repository.value
        self.signatures = signatures
    }
}

/// The states in the order of the request.
package struct LookupResponse: Hashable, Sendable, Codable {
    package var stages: [SignatureState]

    package init(stages: [SignatureState]) {
        self.stages = stages
    }
}
