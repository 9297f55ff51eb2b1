import ContentHashing
import Foundation
import LayerArchive
import StowageTestSupport
import Testing

@Suite("A ready archive as a layer")
struct ReadyArchiveTests {
    private func sample(_ scratch: ScratchFolder) async throws -> String {
        try TreeMaker.sample(try scratch.folder("tree"))
        try await Shell.succeed("tar", ["--sort=name", "-cf", scratch.path("a.tar"), "-C", scratch.path("tree"), "."])
        return scratch.path("a.tar")
    }

    @Test func `A tar is compressed as it is`() async throws {
        try await ScratchFolder.with { scratch in
            let tar = try await sample(scratch)
            let (bytes, layer) = try await Layers.write(archive: tar)
            #expect(layer.diffID == Digest(hashing: try scratch.read("a.tar")))
            #expect(layer.digest == Digest(hashing: bytes))
            #expect(layer.root == .archive)
            // The root is an entry of this one.
            #expect(layer.entryCount == 20)
            try scratch.write(bytes, to: "ours.gz")
            #expect(try await Shell.succeed("gzip", ["-dc", scratch.path("ours.gz")]).output == scratch.read("a.tar"))
        }
    }

    @Test(.enabled(if: Tool.areExpected("pigz"))) func `A gzip goes through as it is, of one member or many`() async throws {
        try await ScratchFolder.with { scratch in
            let tar = try await sample(scratch)
            let plain = try scratch.read("a.tar")
            try await Shell.succeed("gzip", ["-k", tar])
            try scratch.write(try await Shell.succeed("pigz", ["-c", "-p2", tar]).output, to: "pigz.gz")
            // Two members, one behind the other, and zeros behind them.
            try scratch.write(plain[..<5000], to: "first")
            try scratch.write(plain[5000...], to: "second")
            let halves =
                try await Shell.succeed("gzip", ["-c", scratch.path("first")]).output
                + Shell.succeed("gzip", ["-c", scratch.path("second")]).output
            try scratch.write(halves + [0, 0, 0], to: "members.gz")
            for name in ["a.tar.gz", "pigz.gz", "members.gz"] {
                let (bytes, layer) = try await Layers.write(archive: scratch.path(name))
                #expect(try bytes == scratch.read(name))
                #expect(layer.diffID == Digest(hashing: plain))
                #expect(layer.digest == Digest(hashing: bytes))
                #expect(layer.tarSize == Int64(plain.count))
                #expect(layer.entryCount == 20)
            }
        }
    }

    @Test func `A damaged or foreign archive is refused`() async throws {
        try await ScratchFolder.with { scratch in
            let tar = try await sample(scratch)
            try await Shell.succeed("gzip", ["-k", tar])
            let (plain, packed) = (try scratch.read("a.tar"), try scratch.read("a.tar.gz"))
            var flipped = packed
            flipped[packed.count / 2] ^= 0x10
            var wrongSum = packed
            wrongSum[packed.count - 6] ^= 1
            let damaged: [(String, [UInt8])] = [
                ("cut", Array(packed.dropLast(9))), ("flipped", flipped), ("sum", wrongSum), ("behind", packed + [1, 2, 3]), ("empty", []),
                ("text", Array("this is no archive at all\n".utf8)), ("cut tar", Array(plain.prefix(4096))),
            ]
            for (name, bytes) in damaged {
                try scratch.write(bytes, to: "damaged")
                let error = await #expect(throws: LayerArchiveError.self, "\(name)") { try await Layers.write(archive: scratch.path("damaged")) }
                #expect(error?.code == .damaged, "\(name): \(String(describing: error))")
            }
            let foreign: [(String, [UInt8])] = [
                ("zstd", [0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0]), ("zstd", [0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0, 0, 0, 0]),
                ("xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0, 0, 0, 0]), ("bzip2", Array("BZh9".utf8) + [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]),
            ]
            for (name, bytes) in foreign {
                try scratch.write(bytes, to: "foreign")
                let error = await #expect(throws: LayerArchiveError.self) { try await Layers.write(archive: scratch.path("foreign")) }
                #expect(error?.code == .unsupported && error?.message.contains(name) == true)
                let refusal = try await Layers.refusal(of: bytes, into: try scratch.folder("out"))
                #expect(refusal?.code == .unsupported && refusal?.message.contains(name) == true)
            }
        }
    }
}
