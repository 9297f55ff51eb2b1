import ContentHashing
import Foundation
import StowageTestSupport

/// An OCI image layout on disk, built with `tar` and by hand, so that tests need no engine and every byte is known.
struct ImageLayout {
    let path: String

    private struct Descriptor: Codable {
        struct Platform: Codable {
            let architecture: String
            let os: String
        }
        let mediaType: String
        let digest: String
        let size: Int
        var platform: Platform?
        var annotations: [String: String]?
    }

    private struct Manifest: Codable {
        let schemaVersion: Int
        let mediaType: String
        let config: Descriptor
        let layers: [Descriptor]
    }

    private struct Index: Codable {
        let schemaVersion: Int
        /// Other writers of layouts leave it out.
        let mediaType: String?
        let manifests: [Descriptor]
    }

    private struct Config: Codable {
        struct RootFS: Codable {
            let type: String
            let diffIDs: [String]
            enum CodingKeys: String, CodingKey {
                case type
                case diffIDs = "diff_ids"
            }
        }
        struct Run: Codable {
            let cmd: [String]
            enum CodingKeys: String, CodingKey { case cmd = "Cmd" }
        }
        let architecture: String
        let os: String
        let config: Run
        let rootfs: RootFS
    }

    private static let manifestType = "application/vnd.oci.image.manifest.v1+json"
    private static let indexType = "application/vnd.oci.image.index.v1+json"

    /// An image of two layers, busybox and a file that says which image this is, under a tag.
    static func image(in scratch: ScratchFolder, named name: String, tag: String) async throws -> ImageLayout {
        let layout = ImageLayout(path: try scratch.folder(name))
        let manifest = try await layout.addImage(architecture: "amd64", label: name, scratch: scratch)
        try layout.finish(manifest, tag: tag)
        return layout
    }

    /// An index of images for amd64 and arm64, under a tag.
    static func twoPlatforms(in scratch: ScratchFolder, named name: String, tag: String) async throws -> ImageLayout {
        let layout = ImageLayout(path: try scratch.folder(name))
        var images: [Descriptor] = []
        for architecture in ["amd64", "arm64"] {
            var image = try await layout.addImage(architecture: architecture, label: "\(name) for \(architecture)", scratch: scratch)
            image.platform = .init(architecture: architecture, os: "linux")
            images.append(image)
        }
        let index = try layout.add(json: Index(schemaVersion: 2, mediaType: indexType, manifests: images), type: indexType)
        try layout.finish(index, tag: tag)
        return layout
    }

    private func addImage(architecture: String, label: String, scratch: ScratchFolder) async throws -> Descriptor {
        let root = "root-\(UUID().uuidString)"
        _ = try scratch.folder("\(root)/base/bin")
        _ = try scratch.folder("\(root)/top/etc")
        try FileManager.default.copyItem(atPath: try Tool.require("busybox"), toPath: scratch.path("\(root)/base/bin/busybox"))
        try scratch.write("\(label)\n", to: "\(root)/top/etc/image")
        var layers: [Descriptor] = []
        var diffIDs: [String] = []
        for layer in ["base", "top"] {
            let tar = scratch.path("\(root)/\(layer).tar")
            let fixed = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"]
            try await Shell.succeed("tar", fixed + ["-C", scratch.path("\(root)/\(layer)"), "-cf", tar, "."])
            diffIDs.append(Digest(hashing: try scratch.read("\(root)/\(layer).tar")).description)
            try await Shell.succeed("gzip", ["-n", tar])
            layers.append(try add(try scratch.read("\(root)/\(layer).tar.gz"), type: "application/vnd.oci.image.layer.v1.tar+gzip"))
        }
        let config = Config(
            architecture: architecture, os: "linux", config: .init(cmd: ["/bin/busybox", "cat", "/etc/image"]),
            rootfs: .init(type: "layers", diffIDs: diffIDs))
        let manifest = Manifest(
            schemaVersion: 2, mediaType: Self.manifestType, config: try add(json: config, type: "application/vnd.oci.image.config.v1+json"),
            layers: layers)
        return try add(json: manifest, type: Self.manifestType)
    }

    private func add(json value: some Encodable, type: String) throws -> Descriptor {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return try add([UInt8](try encoder.encode(value)), type: type)
    }

    private func add(_ bytes: [UInt8], type: String) throws -> Descriptor {
        let digest = Digest(hashing: bytes)
        try FileManager.default.createDirectory(atPath: "\(path)/blobs/sha256", withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/blobs/sha256/\(digest.hex)"))
        return Descriptor(mediaType: type, digest: digest.description, size: bytes.count)
    }

    private func finish(_ descriptor: Descriptor, tag: String) throws {
        var tagged = descriptor
        tagged.annotations = ["org.opencontainers.image.ref.name": tag]
        let index = Index(schemaVersion: 2, mediaType: Self.indexType, manifests: [tagged])
        try JSONEncoder().encode(index).write(to: URL(fileURLWithPath: "\(path)/index.json"))
        try Data(#"{"imageLayoutVersion":"1.0.0"}"#.utf8).write(to: URL(fileURLWithPath: "\(path)/oci-layout"))
    }
}

extension ImageLayout {
    /// The digest that the only tag of the layout stands for.
    func root() throws -> Digest {
        let index = try JSONDecoder().decode(Index.self, from: Data(contentsOf: URL(fileURLWithPath: "\(path)/index.json")))
        guard index.manifests.count == 1, let descriptor = index.manifests.first else { throw CocoaError(.coderValueNotFound) }
        return try Digest(descriptor.digest)
    }

    /// Every blob by its file name. Manifests are among them.
    func blobs() throws -> [String: [UInt8]] {
        let folder = "\(path)/blobs/sha256"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return Dictionary(uniqueKeysWithValues: try names.map { ($0, [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))) })
    }

    func blob(_ digest: Digest) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/blobs/sha256/\(digest.hex)")))
    }

    /// The digests of the layers of the image that is the root.
    func layers() throws -> [String] {
        try JSONDecoder().decode(Manifest.self, from: Data(try blob(try root()))).layers.map(\.digest)
    }
}
