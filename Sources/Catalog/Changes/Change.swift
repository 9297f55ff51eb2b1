package import ContentHashing
package import OCIModel
package import StageModel

/// A fact that a commit made true.
package enum Change: Hashable, Sendable {
    /// The tag is new or has a new target.
    case tagMoved(RepositoryName, TagName, Digest)
    case tagDeleted(RepositoryName, TagName)
    case manifestPublished(RepositoryName, Digest)
    /// Its tags are told as deleted before it.
    case manifestDeleted(RepositoryName, Digest)
    case blobLinked(RepositoryName, Digest)
    case blobUnlinked(RepositoryName, Digest)
    /// A stage of the signature was published, moved, deleted, rejected, or is no longer rejected; the generation of the
    /// signature rose.
    case stagesChanged(RepositoryName, Signature)
    /// Somebody left the lease or its queue: those who wait and are next may ask again with success. The others are told when
    /// they are.
    case leaseChanged(LeaseKey, next: [LeaseID])
}
