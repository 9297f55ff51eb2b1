import ContentHashing
import Foundation
import Glibc
import LayerArchive
import StowageTestSupport
import Testing

@Suite("Extracting")
struct ExtractorTests {
    @Test func `Read-only folders are filled and then read-only, times of folders survive their content`() async throws {
        var folder = RawTar.Header("locked", type: "5")
        folder.mode = "0000555"
        folder.modified = Array("00000001750".utf8)
        let bytes = RawTar.make { [folder] in
            $0.add(folder)
            $0.file("locked/file")
            $0.file("locked/implied/file")
        }
        try await ScratchFolder.with { scratch in
            let layer = try await Layers.extract(bytes, into: scratch.path)
            #expect(layer.entryCount == 3)
            #expect(layer.diffID == Digest(hashing: bytes))
            let tree = try Tree(scratch.path)
            #expect(tree.nodes["locked"]?.mode == 0o555)
            #expect(tree.nodes["locked"]?.seconds == 1000)
            #expect(tree.nodes["locked/implied"]?.mode == 0o755)
            #expect(tree.nodes["locked/file"]?.mode == 0o644)
        }
    }

    /// Tells more where the tests don't run as root.
    @Test func `A folder that forbids everything is filled again`() async throws {
        var folder = RawTar.Header("none", type: "5")
        folder.mode = "0000000"
        let bytes = RawTar.make { [folder] in
            $0.add(folder)
            $0.file("none/file")
        }
        try await ScratchFolder.with { scratch in
            for _ in 0..<2 { try await Layers.extract(bytes, into: scratch.path) }
            #expect(try Tree(scratch.path).nodes["none"]?.mode == 0)
            try #require(chmod(scratch.path("none"), 0o700) == 0)
        }
    }

    @Test func `A folder that was there keeps its content`() async throws {
        try await ScratchFolder.with { scratch in
            _ = try scratch.folder("a")
            try scratch.write("old\n", to: "a/old")
            try await Layers.extract(
                RawTar.make {
                    $0.folder("a"); $0.file("a/new")
                }, into: scratch.path)
            #expect(try Tree(scratch.path).kinds == ["a": "folder", "a/old": "file", "a/new": "file"])
        }
    }

    @Test func `PAX says path, target, size and time; global headers hold for all`() async throws {
        let long = String(repeating: "é", count: 100)
        let bytes = RawTar.make {
            $0.pax([("mtime", "77.25"), ("comment", "made by hand")], type: "g")
            $0.pax([("path", "\(long)/file"), ("size", "5"), ("mtime", "-1.5")])
            $0.add(.init("short"), content: Array("12345".utf8))
            $0.file("global")
            $0.pax([("linkpath", "\(long)/file")])
            $0.link("link", to: "cut")
            $0.pax([("mtime", "")])
            $0.file("own")
        }
        try await ScratchFolder.with { scratch in
            #expect(try await Layers.extract(bytes, into: scratch.path).entryCount == 4)
            let tree = try Tree(scratch.path)
            #expect(tree.nodes["\(long)/file"]?.content == Digest(hashing: Array("12345".utf8)).hex)
            #expect(tree.nodes["\(long)/file"]?.seconds == -2 && tree.nodes["\(long)/file"]?.nanoseconds == 500_000_000)
            #expect(tree.nodes["global"]?.seconds == 77 && tree.nodes["global"]?.nanoseconds == 250_000_000)
            #expect(tree.nodes["link"]?.content == "\(long)/file")
            #expect(tree.nodes["own"]?.seconds == 0)
        }
    }

    @Test func `The size of PAX counts, so that content is never read as headers`() async throws {
        // A reader that goes by the header's own size would find the inner archive.
        let inner = RawTar.make { $0.file("smuggled") }
        let bytes = RawTar.make {
            $0.pax([("size", "\(inner.count)")])
            $0.add(.init("outer", size: 0), content: inner)
        }
        try await ScratchFolder.with { scratch in
            try await Layers.extract(bytes, into: scratch.path)
            #expect(try Tree(scratch.path).kinds == ["outer": "file"])
        }
    }

    @Test func `GNU's long names, binary numbers and the old format are read`() async throws {
        let long = String(repeating: "x/", count: 100) + "file"
        var binary = RawTar.Header("binary")
        binary.size = [0x80] + [UInt8](repeating: 0, count: 10) + [3]
        binary.modified = [0xff] + [UInt8](repeating: 0xff, count: 10) + [0xfe]
        var old = RawTar.Header("old/", type: "\0")
        old.magic = []
        var oldFile = RawTar.Header("old/file", type: "\0", size: 2)
        oldFile.magic = []
        let bytes = RawTar.make { [binary, old, oldFile] in
            $0.gnuLong(long, type: "L")
            $0.gnuLong(String(repeating: "y", count: 150), type: "K")
            $0.link("cut", to: "cut")
            $0.add(binary, content: Array("abc".utf8))
            $0.add(old)
            $0.add(oldFile, content: Array("ab".utf8))
        }
        try await ScratchFolder.with { scratch in
            try await Layers.extract(bytes, into: scratch.path)
            let tree = try Tree(scratch.path)
            #expect(tree.nodes[long]?.content == String(repeating: "y", count: 150))
            #expect(tree.nodes["binary"]?.content == Digest(hashing: Array("abc".utf8)).hex)
            #expect(tree.nodes["binary"]?.seconds == -2)
            #expect(tree.nodes["old"]?.kind == "folder" && tree.nodes["old/file"]?.kind == "file")
        }
    }

    @Test func `Owners are restored only where asked for`() async throws {
        guard geteuid() == 0 else { return }
        let bytes = RawTar.make {
            $0.pax([("uid", "1234"), ("gid", "4321")]); $0.file("file")
        }
        for asked in [false, true] {
            try await ScratchFolder.with { scratch in
                try await Layers.extract(bytes, into: scratch.path, .init(restoresOwners: asked))
                var status = stat()
                try #require(lstat(scratch.path("file"), &status) == 0)
                #expect(status.st_uid == (asked ? 1234 : 0) && status.st_gid == (asked ? 4321 : getegid()))
            }
        }
    }

    @Test func `Headers that are wrong are damage`() async throws {
        var sum = RawTar.Header("file")
        sum.checksum = "000001\0 "
        var size = RawTar.Header("file")
        size.size = Array("12x00000000".utf8)
        var negative = RawTar.Header("file")
        negative.size = [UInt8](repeating: 0xff, count: 12)
        var huge = RawTar.Header("file")
        huge.size = [0x80] + [UInt8](repeating: 0xff, count: 11)
        let headers = [sum, size, negative, huge]
        for header in headers {
            try await expect(.damaged, RawTar.make { $0.add(header) })
        }
        for records in [
            "5 a=b\n", "99999 a=b\n", "x a=b\n", "5 ab\n", " 6 a=b\n", "6 a=bc", "18446744073709551616 a=b\n", "-1 a=b\n", "0 a=b\n", "3 =\n",
        ] {
            try await expect(
                .damaged,
                RawTar.make {
                    $0.add(.init("x", type: "x", size: records.utf8.count), content: Array(records.utf8))
                    $0.file("file")
                })
        }
        try await expect(
            .damaged,
            RawTar.make {
                $0.pax([("size", "-5")]); $0.file("file")
            })
        try await expect(
            .damaged,
            RawTar.make {
                $0.pax([("mtime", "soon")]); $0.file("file")
            })
        try await expect(.damaged, RawTar.make { $0.pax([("path", "x")]) })
        try await expect(
            .unsupported,
            RawTar.make {
                $0.pax([("path", "x")], type: "g"); $0.file("file")
            })
        try await expect(.unsupported, RawTar.make { $0.add(.init("x", type: "S")) })
        try await expect(.unsupported, RawTar.make { $0.add(.init("x", type: "Q")) })
        try await expect(.tooLarge, RawTar.make { $0.add(.init("x", type: "x", size: 2 << 20)) })
        try await expect(.tooLarge, RawTar.make { tar in for _ in 0..<3 { tar.gnuLong(String(repeating: "x", count: 500_000), type: "L") } })
        try await expect(.damaged, RawTar.make { $0.file("folder/", "content") })
        try await expect(.damaged, [])
    }

    private func expect(_ code: LayerArchiveError.Code, _ bytes: [UInt8], line: Int = #line) async throws {
        try await ScratchFolder.with { scratch in
            let error = try await Layers.refusal(of: bytes, into: scratch.path)
            #expect(error?.code == code, "line \(line): \(String(describing: error))")
        }
    }

    @Test func `A folder that is missing is said`() async throws {
        let extractor = try LayerExtractor(into: "/nowhere/at/all")
        let error = await #expect(throws: LayerArchiveError.self) {
            for _ in 0..<10_000 { try await extractor.append([UInt8](repeating: 0, count: 65536)) }
            _ = try await extractor.finish()
        }
        #expect(error?.code == .notFound && error?.message.contains("/nowhere") == true)
    }

    @Test func `A call after the end is refused`() async throws {
        try await ScratchFolder.with { scratch in
            let extractor = try LayerExtractor(into: scratch.path)
            try await extractor.append(RawTar.make { $0.file("file") })
            _ = try await extractor.finish()
            await extractor.cancel()
            let error = await #expect(throws: LayerArchiveError.self) { try await extractor.append([0]) }
            #expect(error?.code == .closed)
        }
    }
}
