import ContentHashing
package import OCIModel

/// An image manifest to be written; `manifest.md` of the OCI image specification.
struct ImageDocument: Encodable {
    struct Part: Encodable {
        let mediaType: String
        let digest: String
        let size: Int64
        let annotations: [String: String]?

        init(mediaType: MediaType, digest: Digest, size: Int64, annotations: [String: String]? = nil) {
            self.mediaType = mediaType.value
            self.digest = digest.description
            self.size = size
            self.annotations = annotations
        }
    }

    let schemaVersion = 2
    let mediaType = MediaType.ociImageManifest.value
    var artifactType: String?
    let config: Part
    let layers: [Part]
    var subject: Part?
    var annotations: [String: String]?
}

extension MediaType {
    package static let ociImageConfig = MediaType("application/vnd.oci.image.config.v1+json")
    package static let ociLayer = MediaType("application/vnd.oci.image.layer.v1.tar")
    package static let ociLayerGzip = MediaType("application/vnd.oci.image.layer.v1.tar+gzip")
    package static let dockerLayerGzip = MediaType("application/vnd.docker.image.rootfs.diff.tar.gzip")
    package static let ociEmpty = MediaType("application/vnd.oci.empty.v1+json")
}
