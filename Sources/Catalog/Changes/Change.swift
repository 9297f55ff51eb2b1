package import ContentHashing
package import OCIModel

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
}
