import ContentHashing
import FoundationEssentials
import OCIModel
import StageModel

/// What an image holds, read from its manifest and its config: layers in groups, each to be extracted into one place.
struct StageContents: Equatable, Sendable {
    struct Layer: Equatable, Sendable {
        let descriptor: Descriptor
        let diffID: Digest
    }

    /// Layers that belong in one place, from the bottom up.
    struct Part: Equatable, Sendable {
        /// `nil` where the image says nothing of outputs: it is one tree.
        let output: StageOutput?
        let layers: [Layer]
    }

    let parts: [Part]

    /// Bytes of all layers.
    var size: Int64 { parts.flatMap(\.layers).reduce(0) { $0 + $1.descriptor.size } }

    static let maximumConfigSize: Int64 = 8 << 20
    private static let layerTypes: Set<MediaType> = [
        .ociLayer, .ociLayerGzip, .dockerLayerGzip, MediaType("application/vnd.docker.image.rootfs.diff.tar"),
    ]

    /// - Parameter config: The config's bytes.
    /// - Throws: ``CommandError`` for an image that is no stage, whose layers are compressed in another way, or whose config
    ///   and manifest disagree.
    init(_ manifest: Manifest, config: [UInt8]) throws {
        let diffIDs: [Digest]
        do {
            diffIDs = try JSONDecoder().decode(Config.self, from: Data(config)).rootfs.diffIDs.map { try Digest($0) }
        } catch {
            throw CommandError(.failed, "the image's config says nothing of its layers", cause: error)
        }
        guard diffIDs.count == manifest.layers.count else {
            throw CommandError(.failed, "the image has \(manifest.layers.count) layers, and its config \(diffIDs.count)")
        }
        for layer in manifest.layers where !Self.layerTypes.contains(layer.mediaType) {
            throw CommandError(.failed, "the image has a layer of the type \(layer.mediaType); only tar and tar with gzip can be extracted")
        }
        let layers = zip(manifest.layers, diffIDs).map { Layer(descriptor: $0, diffID: $1) }
        // Said of every layer, or it says nothing.
        let outputs = manifest.layers.compactMap { StageOutput($0) }
        guard outputs.count == layers.count, !outputs.isEmpty else {
            self.parts = [Part(output: nil, layers: layers)]
            return
        }
        for (index, output) in outputs.enumerated() where outputs[..<index].contains(where: { $0.overlaps(output) }) {
            throw CommandError(.failed, "the image has the output \(output.path) inside of another")
        }
        self.parts = zip(layers, outputs).map { Part(output: $1, layers: [$0]) }
    }

    /// Matches the parts with the outputs that a run wants: by path, or, where one is wanted and one is there, whatever it was
    /// called.
    ///
    /// - Returns: The parts in the order of `paths`.
    /// - Throws: ``CommandError`` where the image has other outputs.
    func parts(for paths: [String]) throws -> [Part] {
        if paths.count == 1, parts.count == 1 { return parts }
        return try paths.map { path in
            guard parts.count == paths.count, let part = parts.first(where: { $0.output?.path == path }) else {
                let there = parts.map { $0.output?.path ?? "one tree" }
                throw CommandError(
                    .failed, "it has \(Humanly.list(there)), and \(Humanly.list(paths)) is wanted; give a stage with other outputs another name")
            }
            return part
        }
    }

    private struct Config: Decodable {
        struct RootFS: Decodable {
            let diffIDs: [String]

            enum CodingKeys: String, CodingKey { case diffIDs = "diff_ids" }
        }

        let rootfs: RootFS
    }
}
