import ContentHashing

/// OCI image manifests, written by hand.
enum SmallManifest {
    static let type = "application/vnd.oci.image.manifest.v1+json"

    /// - Parameter note: An annotation that makes the manifest differ from others of the same blobs.
    static func bytes(config: Digest, configSize: Int, layers: [(Digest, Int)], note: String = "") -> [UInt8] {
        let list = layers.map { #"{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"\#($0.0)","size":\#($0.1)}"# }
        return Array(
            """
            {"schemaVersion":2,"mediaType":"\(type)","config":{"mediaType":"application/vnd.oci.image.config.v1+json",\
            "digest":"\(config)","size":\(configSize)},"layers":[\(list.joined(separator: ","))],"annotations":{"note":"\(note)"}}
            """.utf8)
    }
}
