/// One stage of a signature, as a lookup answers it.
package struct StageCandidate: Hashable, Sendable, Codable {
    /// The tag it can be pulled under.
    package var tag: String
    package var uniqueID: Int64
    /// Of the manifest.
    package var digest: String
    /// Bytes that a puller fetches.
    package var size: Int64
    /// When it was published here, in unix milliseconds.
    package var publishedAt: Int64
    package var commits: [CommitID]
    package var stageName: String?
    package var imageName: String?
    package var parent: String?
    package var gitReference: String?
    /// How long its command ran, in milliseconds.
    package var buildTime: Int64?

    package init(
        tag: String, uniqueID: Int64, digest: String, size: Int64, publishedAt: Int64, commits: [CommitID] = [], stageName: String? = nil,
        imageName: String? = nil, parent: String? = nil, gitReference: String? = nil, buildTime: Int64? = nil
    ) {
        self.tag = tag
        self.uniqueID = uniqueID
        self.digest = digest
        self.size = size
        self.publishedAt = publishedAt
        self.commits = commits
        self.stageName = stageName
        self.imageName = imageName
        self.parent = parent
        self.gitReference = gitReference
        self.buildTime = buildTime
    }
}
