package import OCIModel

/// How far an open upload is.
package struct UploadStatus: Hashable, Sendable {
    package let id: UploadID
    package let repository: RepositoryName
    /// Bytes received so far, which is where the next chunk must start.
    package let offset: Int64

    package init(id: UploadID, repository: RepositoryName, offset: Int64) {
        self.id = id
        self.repository = repository
        self.offset = offset
    }
}
