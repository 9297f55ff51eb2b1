/// What is known of an image's tag. `nil` where nobody said.
package struct ImageFacts: Hashable, Sendable {
    package var imageName: String?
    /// Only where it was recorded; cleanup classifies the others.
    package var strategy: TagStrategy?
    /// The git tag, branch or commit that the tag stands for, as git writes it.
    package var gitReference: String?
    package var commits: [CommitID]
    /// What it was built on, and where files in it were imported from: stages by tag or signature, images by the digest of manifest or
    /// config; sorted, each once.
    package var imports: [String]
    /// The signature of the last stage that the image is made of.
    package var signature: Signature?
    /// Bytes that a puller fetches: the config and the layers, as the manifest says. Zero for an index.
    package var size: Int64

    package init(
        imageName: String? = nil, strategy: TagStrategy? = nil, gitReference: String? = nil, commits: [CommitID] = [], imports: [String] = [],
        signature: Signature? = nil, size: Int64 = 0
    ) {
        self.imageName = imageName
        self.strategy = strategy
        self.gitReference = gitReference
        self.commits = commits
        self.imports = imports
        self.signature = signature
        self.size = size
    }
}
