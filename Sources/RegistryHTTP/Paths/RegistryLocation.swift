import ContentHashing
import OCIModel

/// The paths that answers point at. They are relative to the host: behind a proxy only the client knows what that is.
enum RegistryLocation {
    static func blob(_ digest: Digest, in repository: RepositoryName) -> String {
        "/v2/\(repository)/blobs/\(digest)"
    }

    static func manifest(_ digest: Digest, in repository: RepositoryName) -> String {
        "/v2/\(repository)/manifests/\(digest)"
    }

    static func upload(_ id: UploadID, in repository: RepositoryName) -> String {
        "/v2/\(repository)/blobs/uploads/\(id)"
    }
}
