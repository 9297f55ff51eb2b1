package import ContentHashing
package import OCIModel

/// That something that runs, or will run, uses an image.
package struct ImageUse: Hashable, Sendable {
    /// Without the host: a server has several names, and one that is not known as ours may be. `nil`: a digest alone, which is in use in
    /// every repository.
    package var repository: RepositoryName?
    package var tag: TagName?
    /// With a tag and a digest the digest is what runs; both are in use.
    package var digest: Digest?
    /// For people: `deployment chat-stage/node`, `line 3 of running.txt`.
    package var owner: String
    /// Somebody wrote it down for this project: where it names nothing of it, it is likely a slip, and the plan says so.
    package var isListed: Bool

    package init(repository: RepositoryName?, tag: TagName?, digest: Digest?, owner: String, isListed: Bool = false) {
        self.repository = repository
        self.tag = tag
        self.digest = digest
        self.owner = owner
        self.isListed = isListed
    }
}
