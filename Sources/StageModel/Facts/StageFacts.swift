/// What is known of a stage beside its tag and its manifest. `nil` and empty where nobody said.
package struct StageFacts: Hashable, Sendable {
    /// The stage's name in its build: `install`.
    package var stageName: String?
    /// The image that it was built for.
    package var imageName: String?
    /// The stage below: its signature or stage tag, or a digest of its image.
    package var parent: String?
    /// The commits it was built from, one a repository that went in; sorted, each once.
    package var commits: [CommitID]
    /// Where files in it were imported from: stages by tag or signature, images by the digest of manifest or config; sorted, each once.
    package var imports: [String]
    /// The branch or tag it was built from, for people.
    package var gitReference: String?
    /// How long its command ran.
    package var buildDuration: Duration?
    /// Bytes that a puller fetches: the config and the layers, as the manifest says. Zero for an index.
    package var size: Int64

    package init(
        stageName: String? = nil, imageName: String? = nil, parent: String? = nil, commits: [CommitID] = [],
        imports: [String] = [], gitReference: String? = nil,
        buildDuration: Duration? = nil, size: Int64 = 0
    ) {
        self.stageName = stageName
        self.imageName = imageName
        self.parent = parent
        self.commits = commits
        self.imports = imports
        self.gitReference = gitReference
        self.buildDuration = buildDuration
        self.size = size
    }
}
