import ContentHashing
import LayerArchive
import OCIModel
import RegistryClient
import StageModel
import StageSigning

/// Pushes stages: packs while it uploads, and leaves a manifest that has no tag yet.
struct StageUpload: Sendable {
    /// What is packed.
    enum Source: Hashable, Sendable {
        /// What a folder holds.
        case folder(String)
        /// A folder or a file that a command made: its path on the disk, and the one that it is known by.
        case output(path: String, name: String)
        /// A tar, plain or with gzip.
        case archive(String)
    }

    struct Pushed: Sendable {
        /// Of the manifest.
        let digest: Digest
        /// Of all layers, packed.
        let size: Int64
        let entryCount: Int
        /// Sockets, which are left out.
        let skipped: [String]
    }

    private static let parallelLayers = 3

    let client: RegistryClient
    let repository: RepositoryName
    let options: LayerWriter.Options
    let display: ProgressDisplay

    /// - Parameter inputs: What the signature is made of, to hang on the stage.
    /// - Throws: ``LayerArchiveError`` for what can't be packed; ``ClientError``; `CancellationError`.
    func push(_ sources: [Source], facts: StageFacts, command: String?, inputs: StageInputs? = nil) async throws -> Pushed {
        let packed = try await layers(sources)
        let image = try StageImage(layers: packed.map(\.layer), facts: facts, command: command)
        try await push(image.config, as: image.configDigest)
        try await client.pushManifest(image.manifest, mediaType: .ociImageManifest, to: repository, as: .digest(image.digest))
        if let inputs { try await attach(inputs, to: image) }
        return Pushed(
            digest: image.digest, size: packed.reduce(0) { $0 + $1.layer.size }, entryCount: packed.reduce(0) { $0 + $1.written.entryCount },
            skipped: packed.flatMap(\.written.skipped))
    }

    private struct Packed: Sendable {
        let layer: StageImage.Layer
        let written: WrittenLayer
    }

    private func layers(_ sources: [Source]) async throws -> [Packed] {
        try await withThrowingTaskGroup(of: (Int, Packed).self) { group in
            var packed: [Int: Packed] = [:]
            for (index, source) in sources.enumerated() {
                if index >= Self.parallelLayers, let (index, layer) = try await group.next() { packed[index] = layer }
                group.addTask { (index, try await pack(source)) }
            }
            for try await (index, layer) in group { packed[index] = layer }
            return sources.indices.compactMap { packed[$0] }
        }
    }

    private func pack(_ source: Source) async throws -> Packed {
        let file = try GrowingFile()
        let transfer = display.transfer("push \(source.name)")
        // Whichever fails first ends the other: what nobody takes is not packed to its end.
        let written = try await withThrowingTaskGroup(of: WrittenLayer?.self) { group in
            group.addTask {
                _ = try await client.pushBlob(growing: file, to: repository, progress: transfer)
                return nil
            }
            group.addTask { try await write(source, to: file) }
            var written: WrittenLayer?
            for try await layer in group { written = written ?? layer }
            guard let written else { throw CancellationError() }
            return written
        }
        var output: StageOutput?
        if case .output(_, let name) = source {
            output =
                switch written.root {
                case .folder(let mode): StageOutput(path: name, isFile: false, mode: mode)
                case .file, .archive: StageOutput(path: name, isFile: true)
                }
        }
        return Packed(layer: StageImage.Layer(digest: written.digest, size: written.size, diffID: written.diffID, output: output), written: written)
    }

    private func write(_ source: Source, to file: GrowingFile) async throws -> WrittenLayer {
        let writer = LayerWriter(options: options)
        do {
            let written =
                switch source {
                case .folder(let path), .output(let path, _): try await writer.write(folder: path) { try await file.append($0) }
                case .archive(let path): try await writer.write(archive: path) { try await file.append($0) }
                }
            file.finish(digest: written.digest)
            return written
        } catch {
            file.fail(error)
            throw error
        }
    }

    private func attach(_ inputs: StageInputs, to image: StageImage) async throws {
        let document = InputsDocument(inputs, repository: repository.value).json
        let digest = Digest(hashing: document)
        let referrer = try InputsReferrer(
            of: inputs.signature, inputs: (digest, Int64(document.count)), stage: (image.digest, Int64(image.manifest.count)))
        try await push(document, as: digest)
        try await push(InputsReferrer.emptyConfig, as: InputsReferrer.emptyConfigDigest)
        try await client.pushManifest(referrer.manifest, mediaType: .ociImageManifest, to: repository, as: .digest(referrer.digest))
    }

    private func push(_ bytes: [UInt8], as digest: Digest) async throws {
        try await client.pushBlob(BytesBlobSource(bytes), digest: digest, to: repository)
    }
}

extension StageUpload.Source {
    fileprivate var name: String {
        switch self {
        case .folder(let path), .archive(let path), .output(path: _, name: let path): path
        }
    }
}
