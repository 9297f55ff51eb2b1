package import ContentHashing
package import StageModel

/// A request to make a manifest, which is in the repository already, a stage.
package struct StagePublication: Hashable, Sendable {
    /// The lease under which the stage was built.
    package struct Lease: Hashable, Sendable {
        package let key: LeaseKey
        /// The fencing token that came with the grant.
        package let token: Int64

        package init(key: LeaseKey, token: Int64) {
            self.key = key
            self.token = token
        }
    }

    package let signature: Signature
    package let manifest: Digest
    package let facts: StageFacts
    /// The signature's generation when its candidates were looked up.
    package let generation: Int64
    /// `nil` where the generation alone decides.
    package let lease: Lease?

    package init(signature: Signature, manifest: Digest, facts: StageFacts, generation: Int64, lease: Lease? = nil) {
        self.signature = signature
        self.manifest = manifest
        self.facts = facts
        self.generation = generation
        self.lease = lease
    }
}
