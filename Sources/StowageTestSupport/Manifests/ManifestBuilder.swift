package import ContentHashing
package import OCIModel

/// Puts manifests together, as bytes that a client could push.
package struct ManifestBuilder: Sendable {
    package var mediaType: MediaType?
    package var artifactType: String?
    package var config: Descriptor?
    package var layers: [Descriptor]?
    package var blobs: [Descriptor]?
    package var entries: [Descriptor]?
    package var subject: Descriptor?
    package var annotations: [(String, String)] = []
    /// Further fields, after all others.
    package var extra: [(String, JSONValue)] = []

    package init(mediaType: MediaType?) {
        self.mediaType = mediaType
    }

    /// An OCI image of blobs that are given by their content, or Docker's with its media types.
    package static func image(config: String = "{}", layers: [String] = ["layer"], docker: Bool = false) -> ManifestBuilder {
        var builder = ManifestBuilder(mediaType: docker ? .dockerManifest : .ociImageManifest)
        builder.config = .of(
            config, docker ? "application/vnd.docker.container.image.v1+json" : "application/vnd.oci.image.config.v1+json")
        let layerType = docker ? "application/vnd.docker.image.rootfs.diff.tar.gzip" : "application/vnd.oci.image.layer.v1.tar+gzip"
        builder.layers = layers.map { .of($0, layerType) }
        return builder
    }

    /// An OCI index of manifests, or Docker's list.
    package static func index(of manifests: [Manifest] = [], docker: Bool = false) -> ManifestBuilder {
        var builder = ManifestBuilder(mediaType: docker ? .dockerManifestList : .ociImageIndex)
        builder.entries = manifests.map(\.descriptor)
        return builder
    }

    /// What hangs on another manifest: an image manifest with an empty config, as OCI 1.1 recommends.
    package static func referrer(
        to subject: Descriptor, artifactType: String?, annotations: [(String, String)] = []
    ) -> ManifestBuilder {
        var builder = ManifestBuilder(mediaType: .ociImageManifest)
        builder.artifactType = artifactType
        builder.config = .of("{}", "application/vnd.oci.empty.v1+json")
        builder.layers = [.of("{}", "application/vnd.oci.empty.v1+json")]
        builder.subject = subject
        builder.annotations = annotations
        return builder
    }

    package var json: JSONValue {
        var fields: [(String, JSONValue)] = [("schemaVersion", 2)]
        if let mediaType { fields.append(("mediaType", .text(mediaType.value))) }
        if let artifactType { fields.append(("artifactType", .text(artifactType))) }
        if let config { fields.append(("config", config.json)) }
        if let layers { fields.append(("layers", .list(layers.map(\.json)))) }
        if let blobs { fields.append(("blobs", .list(blobs.map(\.json)))) }
        if let entries { fields.append(("manifests", .list(entries.map(\.json)))) }
        if let subject { fields.append(("subject", subject.json)) }
        if !annotations.isEmpty { fields.append(("annotations", .object(annotations.map { ($0.0, .text($0.1)) }))) }
        return .object(fields + extra)
    }

    package var bytes: [UInt8] { json.bytes }

    /// The bytes with spaces at the end, so that they are `count` in all.
    package func bytes(paddedTo count: Int) -> [UInt8] {
        let bytes = self.bytes
        return bytes + [UInt8](repeating: UInt8(ascii: " "), count: max(0, count - bytes.count))
    }

    /// The manifest as it would be read from a push.
    package func manifest(algorithm: DigestAlgorithm = .sha256) throws -> Manifest {
        try Manifest(parsing: bytes, contentType: mediaType?.value, algorithm: algorithm)
    }
}

extension Descriptor {
    /// Describes a blob of this content.
    package static func of(_ content: String, _ mediaType: String, algorithm: DigestAlgorithm = .sha256) -> Descriptor {
        let bytes = Array(content.utf8)
        return Descriptor(mediaType: MediaType(mediaType), digest: Digest(hashing: bytes, with: algorithm), size: Int64(bytes.count))
    }

    package var json: JSONValue {
        var fields: [(String, JSONValue)] = [
            ("mediaType", .text(mediaType.value)), ("digest", .text(digest.description)), ("size", .number(size)),
        ]
        if !urls.isEmpty { fields.append(("urls", .list(urls.map { .text($0) }))) }
        if !annotations.isEmpty {
            fields.append(("annotations", .object(annotations.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })))
        }
        if let artifactType { fields.append(("artifactType", .text(artifactType))) }
        return .object(fields)
    }
}

extension Manifest {
    /// What an index or a subject says of the manifest.
    package var descriptor: Descriptor {
        Descriptor(mediaType: mediaType, digest: digest, size: Int64(bytes.count))
    }
}
