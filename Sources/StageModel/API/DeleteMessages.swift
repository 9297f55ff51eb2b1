/// `POST /api/v1/images/delete`: moves a tag, or a manifest with its tags, to the trash.
package struct DeleteImageRequest: Hashable, Sendable, Codable {
    package var repository: String
    /// A tag or a digest.
    package var reference: String
    /// Skips the trash: it can't be restored, and isn't served under its digest either.
    package var now: Bool

    package init(repository: String, reference: String, now: Bool = false) {
        self.repository = repository
        self.reference = reference
        self.now = now
    }
}

/// `POST /api/v1/images/restore`: takes a tag, or a manifest with its tags, out of the trash.
package struct RestoreImageRequest: Hashable, Sendable, Codable {
    package var repository: String
    /// A tag or a digest.
    package var reference: String

    package init(repository: String, reference: String) {
        self.repository = repository
        self.reference = reference
    }
}

/// `POST /api/v1/gc/run`: everything that is due, now.
package struct RunCollectorRequest: Hashable, Sendable, Codable {
    /// Looks for files without a row, too: reads every folder of blobs.
    package var orphans: Bool

    package init(orphans: Bool = false) {
        self.orphans = orphans
    }
}
