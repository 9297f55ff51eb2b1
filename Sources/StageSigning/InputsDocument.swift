package import ContentHashing
package import StageModel

/// What is kept of a stage's inputs, so that a later miss can be explained: a JSON document that hangs on the stage as a
/// referrer.
///
/// A signature can't be computed again from a document, since it has no values of variables, only digests that are salted
/// with the repository's name: they tell whether a value changed between two stages of one repository, and nothing about
/// two repositories.
package struct InputsDocument: Hashable, Sendable {
    package static let artifactType = "application/vnd.stowage.inputs.v1+json"
    /// The most bytes that ``init(parsing:)`` takes.
    package static let maximumSize = 64 << 20

    package struct Variable: Hashable, Sendable {
        package let name: String
        /// Salted; `nil` where the variable was not set.
        package let digest: Digest?
    }

    /// Whose name salts the digests of the variables.
    package let repository: String
    package let signature: Signature
    package let stage: String
    package let command: [String]
    package let files: [InputFile]
    package let environment: [Variable]
    package let parent: Signature?

    init(
        repository: String, signature: Signature, stage: String, command: [String], files: [InputFile], environment: [Variable], parent: Signature?
    ) {
        self.repository = repository
        self.signature = signature
        self.stage = stage
        self.command = command
        self.files = files
        self.environment = environment
        self.parent = parent
    }

    /// - Parameter repository: The name of the repository that the stage is kept in.
    package init(_ inputs: StageInputs, repository: String) {
        self.init(
            repository: repository, signature: inputs.signature, stage: inputs.stage, command: inputs.command, files: inputs.files,
            environment: inputs.environment.map { variable in
                Variable(
                    name: variable.name, digest: variable.value.map { Self.saltedDigest(ofValue: $0, of: variable.name, in: repository) })
            }, parent: inputs.parent)
    }

    /// SHA-256 over four texts, each preceded by its count of bytes as 8 bytes, the most significant first: `stowage-env-v1`,
    /// the repository's name, the variable's name, the value. (The name is in it so that two variables of one value don't
    /// show that they have one value.)
    static func saltedDigest(ofValue value: String, of name: String, in repository: String) -> Digest {
        var encoder = SignatureEncoder()
        for text in ["stowage-env-v1", repository, name, value] { encoder.append(text: text) }
        return encoder.digest
    }
}
