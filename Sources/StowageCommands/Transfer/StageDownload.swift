import ContentHashing
import LayerArchive
import NIOCore
import OCIModel
import RegistryClient
import StageModel

/// Pulls stages: blobs from the server, checked and extracted while they come.
struct StageDownload: Sendable {
    private static let parallelLayers = 4

    let client: RegistryClient
    let repository: RepositoryName
    let options: ExtractionOptions
    let display: ProgressDisplay

    /// Reads what the image holds.
    ///
    /// - Throws: ``ClientError``; ``CommandError`` for an image that can't be extracted.
    func contents(of digest: Digest) async throws -> StageContents {
        let manifest = try await client.manifest(.digest(digest), in: repository)
        guard manifest.kind == .image, let config = manifest.config else {
            throw CommandError(.failed, "\(digest) is \(manifest.mediaType), not an image; pull one of its entries instead")
        }
        guard config.size <= StageContents.maximumConfigSize else {
            throw CommandError(.failed, "the image's config has \(Humanly.bytes(config.size)), more than is taken")
        }
        return try StageContents(manifest, config: try await bytes(of: config))
    }

    /// A small blob.
    func bytes(of blob: Descriptor) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await client.pullBlob(blob.digest, size: blob.size, from: repository) { bytes += $0.readableBytesView }
        return bytes
    }

    /// Extracts a part into a folder that is there. After an error the folder holds some of it.
    func extract(_ part: StageContents.Part, into folder: String) async throws {
        guard part.layers.count > 1 else {
            for layer in part.layers {
                try await extract(layer, into: folder) { sink in try await pull(layer, sink) }
            }
            return
        }
        // Later layers wait for earlier ones on the disk, so that they come at the same time.
        let pairs = try part.layers.map { ($0, try GrowingFile()) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await client.inParallel(pairs, limit: Self.parallelLayers) { layer, spool in try await fill(spool, with: layer) }
            }
            for (layer, spool) in pairs {
                try await extract(layer, into: folder) { sink in try await Self.read(spool, sink) }
            }
            try await group.waitForAll()
        }
    }

    private func extract(
        _ layer: StageContents.Layer, into folder: String, from source: (_ sink: (ByteBuffer) async throws -> Void) async throws -> Void
    ) async throws {
        let extractor = try LayerExtractor(into: folder, options: options)
        do {
            try await source { try await extractor.append(Array($0.readableBytesView)) }
            let extracted = try await extractor.finish()
            guard extracted.diffID == layer.diffID else {
                throw CommandError(
                    .failed, "the layer \(layer.descriptor.digest) holds \(extracted.diffID), and the image's config says \(layer.diffID)")
            }
        } catch {
            await extractor.cancel()
            throw error
        }
    }

    private func pull(_ layer: StageContents.Layer, _ sink: (ByteBuffer) async throws -> Void) async throws {
        let blob = layer.descriptor
        let transfer = display.transfer("pull \(Humanly.short(blob.digest.description))", total: blob.size)
        try await client.pullBlob(blob.digest, size: blob.size, from: repository, progress: transfer, sink)
    }

    private func fill(_ spool: GrowingFile, with layer: StageContents.Layer) async throws {
        do {
            try await pull(layer) { try await spool.append($0) }
            spool.finish(digest: layer.descriptor.digest)
        } catch {
            spool.fail(error)
            throw error
        }
    }

    private static func read(_ spool: GrowingFile, _ sink: (ByteBuffer) async throws -> Void) async throws {
        var offset: Int64 = 0
        while true {
            let growth = try await spool.growth(beyond: offset)
            if offset >= growth.size { return }
            let piece = try await spool.read(from: offset, count: Int(min(growth.size - offset, 256 << 10)))
            offset += Int64(piece.readableBytes)
            try await sink(piece)
        }
    }
}
