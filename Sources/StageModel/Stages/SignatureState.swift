/// What there is under a signature at one moment.
package struct SignatureState: Hashable, Sendable, Codable {
    package var signature: Signature
    /// Rises with every change under the signature, deletions included; 0 where there never was anything.
    package var generation: Int64
    /// In ascending order of their unique ids; without rejected ones.
    package var candidates: [StageCandidate]

    package init(signature: Signature, generation: Int64, candidates: [StageCandidate]) {
        self.signature = signature
        self.generation = generation
        self.candidates = candidates
    }
}
