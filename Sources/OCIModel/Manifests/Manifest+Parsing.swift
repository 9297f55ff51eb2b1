package import ContentHashing
import FoundationEssentials

extension Manifest {
    /// Reads a manifest that a client pushed.
    ///
    /// - Parameters:
    ///   - bytes: The body, byte for byte; at most ``maximumSize``.
    ///   - contentType: The `Content-Type` header, if there was one. Without it the body's `mediaType` decides, and
    ///     without that too the body must have the shape of an OCI image manifest or index.
    ///   - algorithm: What the manifest is addressed by.
    /// - Throws: ``OCIError``: `manifestTooLarge`; `unsupported` for Docker's schema 1; `manifestInvalid` for a body that
    ///   is not a JSON object, that contradicts its `Content-Type`, that could be read both as a manifest and as an
    ///   index (CVE-2021-41190), or that lacks what its type demands.
    package init(parsing bytes: [UInt8], contentType: String?, algorithm: DigestAlgorithm = .sha256) throws(OCIError) {
        guard bytes.count <= Self.maximumSize else {
            throw OCIError(.manifestTooLarge, "a manifest may have at most \(Self.maximumSize) bytes; move content into blobs")
        }
        let document = try ManifestDocument(decoding: bytes)
        let mediaType = try Self.mediaType(of: document, contentType: contentType)
        guard mediaType.isWellFormed else {
            throw OCIError(.manifestInvalid, "'\(mediaType.value.prefix(160))' is not a media type; write it as in application/json")
        }
        if document.manifests != nil, document.config != nil || document.layers != nil || document.fsLayers != nil {
            throw OCIError(
                .manifestInvalid,
                "the body has both 'manifests' and 'config' or 'layers'; it must be either an index or a manifest, so that all clients read it alike")
        }

        let kind = try Self.kind(of: mediaType)
        if kind == .image || kind == .index { try document.requireSchemaVersion2() }
        switch kind {
        case .image:
            guard let config = document.config else {
                throw OCIError(.manifestInvalid, "an image manifest needs a 'config'")
            }
            self.config = try config.value().descriptor(in: "config")
            self.layers = try Self.descriptors(document.layers, in: "layers")
            self.entries = []
        case .index:
            guard document.manifests != nil else {
                throw OCIError(.manifestInvalid, "an index needs a list 'manifests', which may be empty")
            }
            self.config = nil
            self.layers = []
            self.entries = try Self.descriptors(document.manifests, in: "manifests")
        case .artifact:
            self.config = nil
            self.layers = try Self.descriptors(document.blobs, in: "blobs")
            self.entries = []
        case .other:
            self.config = nil
            self.layers = []
            self.entries = []
        }

        let ownType: String?
        if kind == .other {
            // Whether these names mean there what they mean elsewhere is unknown; what has their form is taken for it.
            self.subject = (try? document.subject?.value())?.flatMap { try? $0.descriptor(in: "subject") }
            self.annotations = (try? document.annotations?.value()) ?? [:]
            ownType = try? document.artifactType?.value()
        } else {
            self.subject = try document.subject?.value().descriptor(in: "subject")
            self.annotations = try document.annotations?.value() ?? [:]
            ownType = try document.artifactType?.value()
        }
        self.artifactType = ownType.flatMap { $0.isEmpty ? nil : $0 } ?? self.config?.mediaType.value
        self.bytes = bytes
        self.digest = Digest(hashing: bytes, with: algorithm)
        self.mediaType = mediaType
        self.kind = kind
    }

    private static func kind(of mediaType: MediaType) throws(OCIError) -> Kind {
        switch mediaType {
        case .ociImageManifest, .dockerManifest: return .image
        case .ociImageIndex, .dockerManifestList: return .index
        case .ociArtifactManifest: return .artifact
        case .dockerSchema1, .dockerSchema1Signed:
            throw OCIError(.unsupported, "Docker's image manifest schema 1 is not supported; push schema 2 or an OCI manifest")
        default: return .other
        }
    }

    private static func descriptors(_ list: ManifestDocument.Field<[ManifestDocument.Entry]>?, in field: String) throws(OCIError) -> [Descriptor] {
        guard let list else { return [] }
        return try list.value().map { entry throws(OCIError) in try entry.descriptor(in: field) }
    }

    private static func mediaType(of document: ManifestDocument, contentType: String?) throws(OCIError) -> MediaType {
        let declared = document.mediaType.flatMap { $0.isEmpty ? nil : MediaType($0) }
        guard let sent = contentType.flatMap(MediaType.init(contentType:)) else {
            if let declared { return declared }
            if document.manifests != nil { return .ociImageIndex }
            if document.config != nil { return .ociImageManifest }
            throw OCIError(.manifestInvalid, "the manifest's type is unknown; send a Content-Type header")
        }
        if let declared, declared != sent {
            throw OCIError(.manifestInvalid, "the body says mediaType '\(declared)', the Content-Type header says '\(sent)'; make them equal")
        }
        return sent
    }
}
