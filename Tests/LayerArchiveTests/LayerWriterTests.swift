import ContentHashing
import Foundation
import Glibc
import LayerArchive
import StowageTestSupport
import Testing

@Suite("A folder as a layer", .serialized)
struct LayerWriterTests {
    /// Of the sample. A change of either changes every layer that anybody ever pushes again.
    static let diffID = "sha256:a2197797095f65da3b2516d3e2f6cf7ec593b99d72990c4da4d76a2bcc5616eb"
    static let digest = "sha256:0a3023376e85c77983a5c49f7ae7e6d741cfab4767555c7df3371bb684f6f2c3"

    @Test func `The same tree is the same bytes, on any machine`() async throws {
        try await ScratchFolder.with { scratch in
            try TreeMaker.sample(scratch.path)
            try #require(chmod(scratch.path, 0o750) == 0)
            let (bytes, layer) = try await Layers.write(scratch.path)
            #expect(layer.diffID.description == Self.diffID)
            // libz makes the compressed bytes.
            if LayerWriter.compressor == "libz 1.2.13" { #expect(layer.digest.description == Self.digest) }
            #expect(layer.digest == Digest(hashing: bytes))
            #expect(layer.size == Int64(bytes.count))
            #expect(layer.entryCount == 19)
            #expect(layer.root == .folder(mode: 0o750))
            #expect(layer.skipped.isEmpty)
        }
    }

    @Test(arguments: [1, 2, 3, 16]) func `Neither threads nor the order of creation change a byte`(threads: Int) async throws {
        try await ScratchFolder.with { scratch in
            try TreeMaker.sample(try scratch.folder("one"))
            try TreeMaker.sample(try scratch.folder("two"), reversed: true)
            let one = try await Layers.write(scratch.path("one"), .init(threads: 1))
            let two = try await Layers.write(scratch.path("two"), .init(threads: threads))
            #expect(one.bytes == two.bytes)
            #expect(one.layer == two.layer)
        }
    }

    @Test func `Neither the mask of modes nor the locale changes a byte`() async throws {
        try await ScratchFolder.with { scratch in
            try TreeMaker.sample(scratch.path)
            let mask = umask(0o077)
            let locale = setlocale(LC_ALL, nil).map { String(cString: $0) }
            setlocale(LC_ALL, "C.UTF-8")
            let (_, layer) = try await Layers.write(scratch.path)
            setlocale(LC_ALL, locale ?? "C")
            umask(mask)
            #expect(layer.diffID.description == Self.diffID)
        }
    }

    @Test func `A fixed time makes trees equal that differ in nothing else`() async throws {
        try await ScratchFolder.with { scratch in
            for name in ["one", "two"] {
                let maker = TreeMaker(root: try scratch.folder(name))
                try maker.file("file", "same")
                try maker.setTime("file", name == "one" ? 1 : 2)
            }
            let fixed = LayerWriter.Options(modificationTime: .fixed(1_000))
            let clamped = LayerWriter.Options(modificationTime: .clamped(to: 1))
            for options in [fixed, clamped] {
                let (one, two) = (try await Layers.write(scratch.path("one"), options), try await Layers.write(scratch.path("two"), options))
                #expect(one.bytes == two.bytes)
            }
            #expect(try await Layers.write(scratch.path("one")).bytes != Layers.write(scratch.path("two")).bytes)
        }
    }

    @Test func `Folders come before their content, names in the order of their bytes`() async throws {
        try await ScratchFolder.with { scratch in
            let maker = TreeMaker(root: try scratch.folder("tree"))
            for folder in ["a", "a/b", "B"] { try maker.folder(folder) }
            for file in ["a/b/c", "a.txt", "a-z", "é", "a/Z"] { try maker.file(file, file) }
            let (bytes, _) = try await Layers.write(scratch.path("tree"))
            try scratch.write(bytes, to: "layer.tar.gz")
            let names = try await Shell.succeed("tar", ["tf", scratch.path("layer.tar.gz"), "--quoting-style=literal"]).text.split(separator: "\n")
            #expect(names == ["B/", "a/", "a/Z", "a/b/", "a/b/c", "a-z", "a.txt", "é"])
        }
    }

    @Test func `A round trip gives the same tree, and the same layer again`() async throws {
        try await ScratchFolder.with { scratch in
            try TreeMaker.sample(try scratch.folder("tree"))
            let (bytes, layer) = try await Layers.write(scratch.path("tree"))
            let target = try scratch.folder("copy")
            let extracted = try await Layers.extract(bytes, into: target, .init(restoresSetIDs: true))
            #expect(extracted.diffID == layer.diffID)
            #expect(extracted.size == layer.tarSize)
            #expect(extracted.entryCount == layer.entryCount)
            #expect(try Tree(target).differences(from: Tree(scratch.path("tree"))) == [])
            #expect(try await Layers.write(target).bytes == bytes)
        }
    }

    @Test func `A single file is a layer of one entry`() async throws {
        try await ScratchFolder.with { scratch in
            try scratch.write("hello\n", to: "one.txt")
            let (bytes, layer) = try await Layers.write(scratch.path("one.txt"))
            #expect(layer.root == .file)
            #expect(layer.entryCount == 1)
            let target = try scratch.folder("out")
            try await Layers.extract(bytes, into: target)
            #expect(try scratch.read("out/one.txt") == Array("hello\n".utf8))
        }
    }

    @Test func `An empty folder is a layer without entries`() async throws {
        try await ScratchFolder.with { scratch in
            let (bytes, layer) = try await Layers.write(scratch.path)
            #expect(layer.entryCount == 0)
            #expect(layer.tarSize == 1024)
            #expect(try await Layers.extract(bytes, into: scratch.path).entryCount == 0)
        }
    }

    @Test func `Content that ends with a block, before it and behind it`() async throws {
        // The last block of the compression is full, a byte short, or empty but for the end.
        for size in [128 << 10, (128 << 10) - 1536, (128 << 10) - 1535, (256 << 10) - 512] {
            try await ScratchFolder.with { scratch in
                let content = SeededBytes(seed: 3)
                let maker = TreeMaker(root: try scratch.folder("tree"))
                try maker.file("file", content.bytes(count: size))
                let (bytes, _) = try await Layers.write(scratch.path("tree"))
                try scratch.write(bytes, to: "layer.tar.gz")
                try await Shell.succeed("gzip", ["-t", scratch.path("layer.tar.gz")])
                try await Layers.extract(bytes, into: try scratch.folder("copy"))
                #expect(try Tree(scratch.path("copy")).differences(from: Tree(scratch.path("tree"))) == [])
            }
        }
    }
}
