package import ContentHashing

extension RegistryProbe {
    package func blob(_ digest: Digest, in repository: String) async throws -> ProbeResponse {
        try await send("GET", "/v2/\(repository)/blobs/\(digest)")
    }

    package func deleteBlob(_ digest: Digest, from repository: String) async throws -> ProbeResponse {
        try await send("DELETE", "/v2/\(repository)/blobs/\(digest)")
    }

    /// - Parameter reference: A tag or a digest.
    package func pushManifest(_ bytes: [UInt8], type: String, to repository: String, as reference: String) async throws -> ProbeResponse {
        try await send("PUT", "/v2/\(repository)/manifests/\(reference)", ["Content-Type": type], body: bytes)
    }

    /// Any kind of manifest, by tag or digest.
    package func manifest(_ reference: String, in repository: String) async throws -> ProbeResponse {
        try await send("GET", "/v2/\(repository)/manifests/\(reference)", ["Accept": Self.manifestTypes])
    }

    package func deleteManifest(_ reference: String, from repository: String) async throws -> ProbeResponse {
        try await send("DELETE", "/v2/\(repository)/manifests/\(reference)")
    }

    private static let manifestTypes = [
        "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json", "application/vnd.docker.distribution.manifest.list.v2+json",
    ].joined(separator: ", ")
}
