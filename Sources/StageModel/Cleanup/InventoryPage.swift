package import ContentHashing
package import OCIModel

/// `GET /api/v1/cleanup/inventory?project=P[&after=CURSOR]`: some manifests of one repository of a project, with their tags and
/// what the tags mean, everything from one moment.
package struct InventoryPage: Hashable, Sendable {
    package struct Blob: Hashable, Sendable {
        package var digest: Digest
        /// In bytes.
        package var size: Int64
        /// A repository outside of the project holds it too.
        package var isShared: Bool

        package init(digest: Digest, size: Int64, isShared: Bool) {
            self.digest = digest
            self.size = size
            self.isShared = isShared
        }
    }

    package struct Tag: Hashable, Sendable {
        package var name: TagName
        /// Of its last change.
        package var generation: Int64
        /// When it got its target.
        package var publishedAt: Timestamp
        /// When it, or a stage under it, was asked for last; uses of the manifest by its digest are the manifest's.
        package var lastUsedAt: Timestamp?
        package var facts: TagFacts
        /// The facts were asked for by who published it, rather than read from the image.
        package var isRecorded: Bool
        /// A stage that its `-rejected` tag hides.
        package var isRejected: Bool

        package init(
            name: TagName, generation: Int64, publishedAt: Timestamp, lastUsedAt: Timestamp? = nil, facts: TagFacts, isRecorded: Bool = false,
            isRejected: Bool = false
        ) {
            self.name = name
            self.generation = generation
            self.publishedAt = publishedAt
            self.lastUsedAt = lastUsedAt
            self.facts = facts
            self.isRecorded = isRecorded
            self.isRejected = isRejected
        }
    }

    package struct Manifest: Hashable, Sendable {
        package var digest: Digest
        package var kind: OCIModel.Manifest.Kind
        /// Of its publishing.
        package var generation: Int64
        package var createdAt: Timestamp
        /// Since when no tag points at it; `nil` where one does.
        package var untaggedAt: Timestamp?
        /// Deleted with its tag, and here only for as long as that can be restored.
        package var isInTrash: Bool
        /// When it was asked for last, by a tag or its digest.
        package var lastUsedAt: Timestamp?
        package var subject: Digest?
        /// The config, an index of `blobs`.
        package var config: Int?
        /// Layers and other blobs, in the order of the manifest; indexes of `blobs`. One that isn't stored here is left out.
        package var layers: [Int]
        /// What an index names, in its order: manifests of the repository, blobs, or what isn't here.
        package var entries: [Digest]
        package var tags: [Tag]

        package init(
            digest: Digest, kind: OCIModel.Manifest.Kind, generation: Int64, createdAt: Timestamp, untaggedAt: Timestamp? = nil,
            isInTrash: Bool = false, lastUsedAt: Timestamp? = nil, subject: Digest? = nil, config: Int? = nil, layers: [Int] = [],
            entries: [Digest] = [], tags: [Tag] = []
        ) {
            self.digest = digest
            self.kind = kind
            self.generation = generation
            self.createdAt = createdAt
            self.untaggedAt = untaggedAt
            self.isInTrash = isInTrash
            self.lastUsedAt = lastUsedAt
            self.subject = subject
            self.config = config
            self.layers = layers
            self.entries = entries
            self.tags = tags
        }
    }

    package var repository: RepositoryName
    /// When the page was read, by the server's clock.
    package var takenAt: Timestamp
    /// The blobs that the manifests of the page name, entries of an index too, as far as they are stored; each once.
    package var blobs: [Blob]
    /// In the order in which they came into the repository.
    package var manifests: [Manifest]
    /// What to pass as `after` for the next page; absent on the last of the project.
    package var next: String?

    package init(repository: RepositoryName, takenAt: Timestamp, blobs: [Blob] = [], manifests: [Manifest] = [], next: String? = nil) {
        self.repository = repository
        self.takenAt = takenAt
        self.blobs = blobs
        self.manifests = manifests
        self.next = next
    }
}
