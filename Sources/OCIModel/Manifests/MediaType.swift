/// A media type without parameters, such as `application/vnd.oci.image.manifest.v1+json`.
package struct MediaType: Hashable, Sendable {
    package let value: String

    package init(_ value: String) {
        self.value = value
    }

    /// Reads a `Content-Type` header: parameters are dropped ("Pushing Manifests": a registry SHOULD ignore them).
    ///
    /// - Returns: `nil` where the header names no type.
    package init?(contentType: String) {
        let essence = contentType.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
        guard !essence.isEmpty else { return nil }
        self.value = String(essence)
    }

    /// Whether this is `type/subtype`, each of RFC 9110's token characters, and can stand in a header as it is.
    package var isWellFormed: Bool {
        let parts = value.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.count == 2 && value.utf8.count <= 255 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(Self.isTokenCharacter) }
    }

    private static func isTokenCharacter(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(character)
        }
    }

    package static let ociImageManifest = MediaType("application/vnd.oci.image.manifest.v1+json")
    package static let ociImageIndex = MediaType("application/vnd.oci.image.index.v1+json")
    package static let dockerManifest = MediaType("application/vnd.docker.distribution.manifest.v2+json")
    package static let dockerManifestList = MediaType("application/vnd.docker.distribution.manifest.list.v2+json")
    /// Of the release candidates of OCI 1.1; still pushed by old clients.
    package static let ociArtifactManifest = MediaType("application/vnd.oci.artifact.manifest.v1+json")
    package static let dockerSchema1 = MediaType("application/vnd.docker.distribution.manifest.v1+json")
    package static let dockerSchema1Signed = MediaType("application/vnd.docker.distribution.manifest.v1+prettyjws")
}

extension MediaType: CustomStringConvertible {
    package var description: String { value }
}
