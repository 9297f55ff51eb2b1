import ContentHashing
import Foundation
import LayerArchive
import Logging
import OCIModel
import RegistryClient
import StageModel
import StowageTestSupport
import Testing

@testable import StowageCommands

/// Stages that no program of ours pushed.
@Suite("A stage that lies")
struct HostileStageTests {
    private static let signature = String(repeating: "ab", count: 32)

    /// Pushes a stage whose layers are folders, for the outputs that it says they are.
    private func push(_ layers: [(folder: String, output: StageOutput?)], in bench: CommandBench) async throws {
        let repository = try RepositoryName("app/stages")
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await RegistryClient.with(ServerAddress(bench.url), logger: logger) { client in
            var made: [StageImage.Layer] = []
            for (folder, output) in layers {
                var bytes: [UInt8] = []
                let written = try await LayerWriter(options: .init(links: .any)).write(folder: folder) { bytes += $0 }
                try await client.pushBlob(BytesBlobSource(bytes), digest: written.digest, to: repository)
                made.append(StageImage.Layer(digest: written.digest, size: written.size, diffID: written.diffID, output: output))
            }
            let image = try StageImage(layers: made, facts: StageFacts())
            try await client.pushBlob(BytesBlobSource(image.config), digest: image.configDigest, to: repository)
            try await client.pushManifest(image.manifest, mediaType: .ociImageManifest, to: repository, as: Reference(Self.signature))
        }
    }

    /// One output is said to be a file, and is a link with the name of the folder that the other output is in.
    @Test(arguments: [["--links-out"], []])
    func `A link in one output doesn't lead another one out of the folder`(options: [String]) async throws {
        try await CommandBench.with { bench in
            let victim = try bench.folder("victim", ["sub/precious": "1"])
            let link = try bench.folder("link")
            try await Shell.succeed("ln", ["-s", options.isEmpty ? "elsewhere" : victim, "way"], in: link)
            let content = try bench.folder("content", ["written": "x"])
            try await push([(link, StageOutput(path: "a", isFile: true)), (content, StageOutput(path: "way/sub", isFile: false))], in: bench)
            let folder = try bench.folder("work", ["copy/old": "x"])
            let pull = try await bench.stowage(["stage", "pull", Self.signature, "copy"] + options, in: folder)
            #expect(pull.status == .exited(1), "\(pull)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(victim)/sub") == ["precious"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/copy") == ["old"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["copy"])
        }
    }

    @Test func `An output that is said to be a file is one, whatever else its layer holds`() async throws {
        try await CommandBench.with { bench in
            let two = try bench.folder("two", ["app": "1", "other": "2"])
            let content = try bench.folder("content", ["x": "x"])
            try await push([(two, StageOutput(path: "app", isFile: true)), (content, StageOutput(path: "out", isFile: false))], in: bench)
            let folder = try bench.folder("work")
            #expect(try await bench.stowage("stage", "pull", Self.signature, "copy", in: folder).status == .exited(1))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test func `Several outputs are pulled each under its path, with its mode`() async throws {
        try await CommandBench.with { bench in
            let file = try bench.folder("file", ["whatever": "1"])
            let content = try bench.folder("content", ["x": "2"])
            try await push(
                [(file, StageOutput(path: "bin/app", isFile: true)), (content, StageOutput(path: "bin/out", isFile: false, mode: 0o700))], in: bench)
            let folder = try bench.folder("work")
            let pull = try await bench.stowage("stage", "pull", Self.signature, "copy", in: folder)
            #expect(pull.status == .exited(0), "\(pull)")
            #expect(try bench.text("\(folder)/copy/bin/app") == "1")
            #expect(try bench.text("\(folder)/copy/bin/out/x") == "2")
            #expect(try await Shell.succeed("stat", ["-c", "%a", "copy/bin/out"], in: folder).text == "700\n")
        }
    }
}
