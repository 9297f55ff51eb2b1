package import ContentHashing
package import OCIModel
package import StageModel

/// An open upload: bytes that a client is still sending.
///
/// Such records are relaxed: the last ones before a power cut may be lost, with the upload they describe.
package struct UploadRecord: Hashable, Sendable {
    package let id: UploadID
    /// Where it was opened, and the only place where it can be continued.
    package let repository: RepositoryName
    /// What the client announced it will be addressed by.
    package let algorithm: DigestAlgorithm
    /// In bytes: how far the upload had come when that was last recorded, for an operator who looks. Where the next chunk has
    /// to start the size of the upload's file decides.
    package let offset: Int64
    package let startedAt: Timestamp
    /// When the offset was last recorded.
    package let touchedAt: Timestamp

    package init(
        id: UploadID, repository: RepositoryName, algorithm: DigestAlgorithm, offset: Int64 = 0, startedAt: Timestamp, touchedAt: Timestamp
    ) {
        self.id = id
        self.repository = repository
        self.algorithm = algorithm
        self.offset = offset
        self.startedAt = startedAt
        self.touchedAt = touchedAt
    }
}
