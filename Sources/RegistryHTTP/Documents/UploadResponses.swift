import ContentHashing
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import OCIModel

extension HTTPFields {
    /// Where an upload is and how far; an empty one says `0-0`, as every registry does.
    static func upload(_ status: UploadStatus) -> HTTPFields {
        [
            .location: RegistryLocation.upload(status.id, in: status.repository), .range: "0-\(Swift.max(0, status.offset - 1))",
            .dockerUploadUUID: status.id.value,
        ]
    }
}

extension Response {
    static func accepted(_ status: UploadStatus) -> Response {
        Response(status: .accepted, headers: .upload(status))
    }

    static func created(_ blob: StoredBlob, in repository: RepositoryName) -> Response {
        Response(
            status: .created,
            headers: [.location: RegistryLocation.blob(blob.digest, in: repository), .dockerContentDigest: blob.digest.description])
    }
}
