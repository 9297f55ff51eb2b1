import ContentHashing

/// Images of one layer and one config, all of their own.
struct SmallImages: Sendable {
    private let layers: BlobFamily
    private let configs: BlobFamily

    init(layerSize: Int) {
        self.layers = BlobFamily(size: layerSize)
        self.configs = BlobFamily(size: 1024)
    }

    /// Pushes one the way clients do: each blob is asked for before it is sent, then the manifest goes with its tag.
    ///
    /// - Returns: the bytes that were sent.
    func push(_ index: Int, to repository: String, by client: RegistryClient) throws -> Int {
        let (layer, config) = (layers.blob(index), configs.blob(index))
        for blob in [layer, config] {
            try client.insistIsMissing(blob.digest, in: repository)
            try client.push(blob, to: repository, flow: .patch)
        }
        let manifest = ImageSet.manifest(config: config, layer: layer, size: 0)
        try client.push(manifest: manifest, to: repository, tag: "p\(layer.digest.hex.prefix(16))")
        return layer.size + config.size + manifest.count
    }

    func confirm(_ index: Int, in repository: String, by client: RegistryClient) throws {
        let layer = layers.blob(index)
        try client.confirm(layer.digest, in: repository)
        let manifest = ImageSet.manifest(config: configs.blob(index), layer: layer, size: 0)
        let target = try client.verifiedTarget("GET", "/v2/\(repository)/manifests/p\(layer.digest.hex.prefix(16))", status: 200)
        guard target.body == manifest else { throw LoadError(.unexpectedResponse, "a manifest came back changed") }
    }
}
