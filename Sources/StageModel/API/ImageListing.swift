/// `GET /api/v1/images?repository=R[&after=TAG][&n=N]`: tags that are no stages and no records of werf's.
package struct ImageListing: Hashable, Sendable, Codable {
    package struct Entry: Hashable, Sendable, Codable {
        package var tag: String
        package var digest: String
        package var size: Int64
        /// When the tag got its target, in unix milliseconds.
        package var publishedAt: Int64
        package var imageName: String?
        /// Only where it was recorded.
        package var strategy: TagStrategy?
        package var gitReference: String?
        package var commits: [CommitID]
        package var signature: Signature?

        package init(
            tag: String, digest: String, size: Int64, publishedAt: Int64, imageName: String? = nil, strategy: TagStrategy? = nil,
            gitReference: String? = nil, commits: [CommitID] = [], signature: Signature? = nil
        ) {
            self.tag = tag
            self.digest = digest
            self.size = size
            self.publishedAt = publishedAt
            self.imageName = imageName
            self.strategy = strategy
            self.gitReference = gitReference
            self.commits = commits
            self.signature = signature
        }
    }

    package var images: [Entry]
    package var next: String?

    package init(images: [Entry], next: String?) {
        self.images = images
        self.next = next
    }
}
