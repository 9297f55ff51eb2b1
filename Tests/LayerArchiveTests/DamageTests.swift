import Foundation
import LayerArchive
import StowageTestSupport
import Testing

@Suite("Damaged input")
struct DamageTests {
    private func sample(_ scratch: ScratchFolder) async throws -> (tar: [UInt8], gzip: [UInt8]) {
        let maker = TreeMaker(root: try scratch.folder("tree"))
        try maker.folder("a")
        try maker.file("a/file", "some content\n")
        try maker.setTime("a/file", 1_000, 7)
        try maker.link("link", to: "a/file")
        try maker.hardLink("hard", to: "a/file")
        let gzip = try await Layers.write(scratch.path("tree")).bytes
        try scratch.write(gzip, to: "a.gz")
        return (try await Shell.succeed("gzip", ["-dc", scratch.path("a.gz")]).output, gzip)
    }

    @Test(.timeLimit(.minutes(2))) func `Cut off at any byte it is an error, never a hang`() async throws {
        try await ScratchFolder.with { scratch in
            let (tar, gzip) = try await sample(scratch)
            for count in 0..<gzip.count { try await expectDamage(Array(gzip.prefix(count)), scratch, "gzip of \(count) bytes") }
            // The last block of zeros may be missing; the first may not.
            for count in stride(from: 0, through: tar.count - 1024, by: 37) {
                try await expectDamage(Array(tar.prefix(count)), scratch, "tar of \(count) bytes")
            }
            try await Layers.extract(Array(tar.dropLast(512)), into: try scratch.folder("out"))
        }
    }

    private func expectDamage(_ bytes: [UInt8], _ scratch: ScratchFolder, _ comment: Comment) async throws {
        let error = try await Layers.refusal(of: bytes, into: try scratch.folder("out"))
        #expect(error?.code == .damaged, comment)
    }

    @Test(.timeLimit(.minutes(2))) func `Flipped bits crash nothing, hang nothing and reach nothing outside`() async throws {
        try await ScratchFolder.with { scratch in
            let (tar, gzip) = try await sample(scratch)
            var random = SeededBytes(seed: 42)
            _ = try scratch.folder("around/target")
            try scratch.write("precious\n", to: "around/file")
            for round in 0..<600 {
                var bytes = round.isMultiple(of: 3) ? gzip : tar
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    bytes[Int.random(in: bytes.indices, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
                }
                // Half of them with checksums made right, so that they get further.
                if !round.isMultiple(of: 3), Bool.random(using: &random) { Self.seal(&bytes) }
                _ = try await Layers.refusal(
                    of: bytes, into: scratch.path("around/target"), .init(appliesWhiteouts: Bool.random(using: &random), maximumSize: 1 << 20))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("around")).sorted() == ["file", "target"])
            #expect(try scratch.read("around/file") == Array("precious\n".utf8))
        }
    }

    /// Gives every block that looks like a header the checksum that it asks for.
    private static func seal(_ bytes: inout [UInt8]) {
        for start in stride(from: 0, to: bytes.count - 511, by: 512) where bytes[(start + 257)..<(start + 262)].elementsEqual("ustar".utf8) {
            bytes.replaceSubrange((start + 148)..<(start + 156), with: Array("        ".utf8))
            let digits = String(bytes[start..<(start + 512)].reduce(0) { $0 + Int($1) }, radix: 8)
            let text = String(repeating: "0", count: 6 - digits.count) + digits + "\0 "
            bytes.replaceSubrange((start + 148)..<(start + 156), with: Array(text.utf8))
        }
    }
}
