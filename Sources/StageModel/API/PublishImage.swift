/// `POST /api/v1/images/publish`: gives a manifest that is here a tag, in this or another repository, and records why.
package struct PublishImageRequest: Hashable, Sendable, Codable {
    package var sourceRepository: String
    /// A tag or a digest.
    package var source: String
    package var repository: String
    package var tag: String
    package var strategy: TagStrategy
    package var imageName: String?
    package var gitReference: String?
    package var commits: [CommitID]

    package init(
        sourceRepository: String, source: String, repository: String, tag: String, strategy: TagStrategy, imageName: String? = nil,
        gitReference: String? = nil, commits: [CommitID] = []
    ) {
        self.sourceRepository = sourceRepository
        self.source = source
        self.repository = repository
        self.tag = tag
        self.strategy = strategy
        self.imageName = imageName
        self.gitReference = gitReference
        self.commits = commits
    }
}

/// The tag as it stands now, with 201.
package typealias PublishImageResponse = ImageListing.Entry
