import Foundation
import Glibc
import LayerArchive
import StowageTestSupport
import Testing

@Suite("Archives that mean harm")
struct ExtractionSafetyTests {
    /// Extracts into a folder beside one that must not change, and beside which nothing may appear.
    private func attack(
        _ bytes: [UInt8], _ options: ExtractionOptions = .init(), preparing: (TreeMaker) throws -> Void = { _ in }
    ) async throws -> (error: LayerArchiveError?, tree: Tree) {
        try await ScratchFolder.with { scratch in
            let target = try scratch.folder("target")
            _ = try scratch.folder("outside")
            try scratch.write("precious\n", to: "outside/file")
            try preparing(TreeMaker(root: target))
            let before = try Tree(scratch.path("outside"))
            let error = try await Layers.refusal(of: bytes, into: target, options)
            #expect(try Tree(scratch.path("outside")) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted() == ["outside", "target"])
            return (error, try Tree(target))
        }
    }

    @Test(arguments: [
        "../outside/file", "a/../../outside/file", "a/..", "..", "/outside", "/etc/passwd", "//outside", "./../outside/file", "a/./../../x", "",
    ])
    func `Paths that lead out are refused`(path: String) async throws {
        for type: Character in ["0", "2", "5"] {
            var header = RawTar.Header(path, type: type)
            header.link = Array("x".utf8)
            let (error, tree) = try await attack(RawTar.make { $0.add(header) })
            #expect(error?.code == .unsafeEntry, "\(path) \(type)")
            #expect(tree.nodes.isEmpty)
        }
        // By the other ways to name an entry.
        let (pax, _) = try await attack(
            RawTar.make {
                $0.pax([("path", path.isEmpty ? ".." : path)]); $0.file("harmless")
            })
        #expect(pax?.code == .unsafeEntry)
        let (gnu, _) = try await attack(
            RawTar.make {
                $0.gnuLong(path.isEmpty ? ".." : path, type: "L"); $0.file("harmless")
            })
        #expect(gnu?.code == .unsafeEntry)
        let (prefix, _) = try await attack(
            RawTar.make {
                var header = RawTar.Header("file"); header.prefix = Array("../outside".utf8); $0.add(header)
            })
        #expect(prefix?.code == .unsafeEntry)
    }

    @Test func `A message shows no control characters of a path`() async throws {
        let (error, _) = try await attack(RawTar.make { $0.file("../a\u{1b}[31m\nb\u{202e}") })
        #expect(error?.message.contains("../a\\x{1b}[31m\\x{a}b\\x{202e}") == true)
    }

    @Test(arguments: [
        "/etc/passwd", "../outside", "a/../../outside", "..", "a/b/../../..", "./../outside", "d/../x", "",
    ])
    func `Symbolic links that may lead out are refused`(target: String) async throws {
        let (error, tree) = try await attack(RawTar.make { $0.link("link", to: target) })
        #expect(error?.code == .unsafeEntry)
        #expect(error?.message.contains("'link'") == true)
        #expect(tree.nodes.isEmpty)
    }

    @Test func `Symbolic links inside are made, and any link where that is allowed`() async throws {
        let (error, tree) = try await attack(
            RawTar.make {
                $0.link("a/b/up", to: "../../c")
                $0.link("a/b/root", to: "../..")
                $0.link("dangling", to: "./no/where")
            })
        #expect(error == nil)
        #expect(tree.nodes["a/b/up"]?.content == "../../c")
        let (none, free) = try await attack(RawTar.make { $0.link("etc/alt", to: "/etc/alternatives/x") }, .init(links: .any))
        #expect(none == nil)
        #expect(free.nodes["etc/alt"]?.content == "/etc/alternatives/x")
    }

    @Test func `Nothing is written through a link, whoever made it`() async throws {
        // Links of the archive's own; allowed, so that the way to them is what is refused.
        for entry: (inout RawTar) -> Void in [
            { $0.file("link/file") }, { $0.folder("link/folder") }, { $0.link("link/x", to: "y") },
            {
                $0.file("own"); $0.hardLink("link/x", to: "own")
            },
        ] {
            let bytes = RawTar.make {
                $0.link("link", to: "../outside")
                entry(&$0)
            }
            let (error, _) = try await attack(bytes, .init(links: .any))
            #expect(error?.code == .unsafeEntry)
            #expect(error?.message.contains("'link'") == true)
        }
        // One that was there.
        let (planted, _) = try await attack(RawTar.make { $0.file("link/file") }) { try $0.link("link", to: "../outside") }
        #expect(planted?.code == .unsafeEntry)
        // Where the link itself has the name, it is replaced.
        let (replaced, tree) = try await attack(RawTar.make { $0.file("link", "new\n") }) { try $0.link("link", to: "../outside/file") }
        #expect(replaced == nil)
        #expect(tree.nodes["link"]?.kind == "file")
        let (folder, other) = try await attack(
            RawTar.make {
                $0.folder("link/"); $0.file("link/file")
            }
        ) { try $0.link("link", to: "../outside") }
        #expect(folder == nil)
        #expect(other.kinds == ["link": "folder", "link/file": "file"])
        // A link to a link, in two steps.
        let chain = RawTar.make {
            $0.link("a", to: "b")
            $0.link("b", to: "../outside")
            $0.file("a/file")
        }
        #expect(try await attack(chain, .init(links: .any)).error?.code == .unsafeEntry)
    }

    @Test func `Hard links to what is outside, or through a link, are refused`() async throws {
        for target in ["../outside/file", "/etc/passwd", "missing", "a/../../outside/file", ".", "folder"] {
            let (error, tree) = try await attack(
                RawTar.make {
                    $0.folder("folder"); $0.hardLink("link", to: target)
                })
            #expect(error?.code == .unsafeEntry, "\(target)")
            #expect(tree.nodes["link"] == nil)
        }
        let (through, _) = try await attack(RawTar.make { $0.hardLink("link", to: "out/file") }, .init(links: .any)) {
            try $0.link("out", to: "../outside")
        }
        #expect(through?.code == .unsafeEntry)
        // To a link that leads out: the link is linked, not what it leads to.
        let (same, tree) = try await attack(
            RawTar.make {
                $0.link("out", to: "../outside/file"); $0.hardLink("link", to: "out")
            }, .init(links: .any))
        #expect(same == nil)
        #expect(tree.nodes["link"]?.kind == "link")
    }

    @Test func `A link that is harmless where it stands is not moved up by a hard link`() async throws {
        let (error, tree) = try await attack(
            RawTar.make {
                $0.link("a/b/up", to: "../.."); $0.hardLink("up", to: "a/b/up")
            })
        #expect(error?.code == .unsafeEntry)
        #expect(tree.nodes["up"] == nil)
    }

    @Test func `A later entry of the same name does not write into other names of the file`() async throws {
        let bytes = RawTar.make {
            $0.file("one", "first\n")
            $0.hardLink("two", to: "one")
            $0.file("two", "second\n")
            $0.hardLink("one", to: "one")
        }
        let (error, tree) = try await attack(bytes)
        #expect(error == nil)
        #expect(tree.nodes["one"]?.content != tree.nodes["two"]?.content)
        #expect(tree.nodes.count == 2)
    }

    @Test func `The last of several entries counts, of whatever kind`() async throws {
        let bytes = RawTar.make {
            $0.folder("x/"); $0.file("x/inner/deep")
            $0.file("x", "a file now\n")
            $0.file("y")
            $0.folder("y/"); $0.file("y/inner")
            $0.folder("z/"); $0.file("z/inner")
            $0.link("z", to: "y")
            $0.file("w")
            $0.link("w", to: "y")
        }
        let (error, tree) = try await attack(bytes)
        #expect(error == nil)
        #expect(tree.kinds == ["x": "file", "y": "folder", "y/inner": "file", "z": "link", "w": "link"])
    }

    @Test func `A file is no folder for what comes later`() async throws {
        let (error, _) = try await attack(
            RawTar.make {
                $0.file("x"); $0.file("x/y")
            })
        #expect(error?.code == .unsafeEntry)
    }

    @Test func `The folder itself is not replaced`() async throws {
        for name in [".", "./", "./."] {
            #expect(try await attack(RawTar.make { $0.add(.init(name, type: "2", link: "x")) }).error?.code == .unsafeEntry)
            #expect(
                try await attack(
                    RawTar.make {
                        $0.add(.init(name, type: "5")); $0.file("./a")
                    }
                ).error == nil)
        }
    }

    @Test(arguments: ["3", "4", "6"] as [Character]) func `Devices and pipes are refused unless asked for`(type: Character) async throws {
        let (error, tree) = try await attack(RawTar.make { $0.add(.init("dev/x", type: type)) })
        #expect(error?.code == .unsafeEntry)
        #expect(tree.nodes["dev/x"] == nil)
    }

    @Test func `Names that are too long, too deep or have a NUL are refused`() async throws {
        let name = String(repeating: "n", count: 256)
        let deep = String(repeating: "d/", count: 300) + "f"
        let long = String(repeating: String(repeating: "l", count: 200) + "/", count: 21) + "f"
        for path in [name, deep, long, "a\0b"] {
            let (error, _) = try await attack(
                RawTar.make {
                    $0.pax([("path", path)]); $0.file("x")
                })
            #expect(error?.code == .unsafeEntry)
        }
        #expect(
            try await attack(
                RawTar.make {
                    $0.pax([("linkpath", "a\0b")]); $0.link("x", to: "y")
                }
            ).error?.code == .unsafeEntry)
    }

    @Test func `Set-user-id is dropped unless asked for, sticky is kept`() async throws {
        var header = RawTar.Header("su")
        header.mode = "0006755"
        var folder = RawTar.Header("tmp", type: "5")
        folder.mode = "0001777"
        let bytes = RawTar.make { [header, folder] in
            $0.add(header); $0.add(folder)
        }
        let tree = try await attack(bytes).tree
        #expect(tree.nodes["su"]?.mode == 0o755)
        #expect(tree.nodes["tmp"]?.mode == 0o1777)
        #expect(try await attack(bytes, .init(restoresSetIDs: true)).tree.nodes["su"]?.mode == 0o6755)
    }

    @Test func `More than is allowed is refused`() async throws {
        let bytes = RawTar.make { for number in 0..<100 { $0.file("file-\(number)") } }
        #expect(try await attack(bytes, .init(maximumEntryCount: 99)).error?.code == .tooLarge)
        #expect(try await attack(bytes, .init(maximumEntryCount: 100)).error == nil)
        #expect(try await attack(bytes, .init(maximumSize: Int64(bytes.count) - 1)).error?.code == .tooLarge)
        #expect(try await attack(bytes, .init(maximumSize: Int64(bytes.count))).error == nil)
        // A gzip that becomes a thousand times larger.
        let bomb = try await ScratchFolder.with { scratch in
            try scratch.write([UInt8](repeating: 0, count: 20 << 20), to: "zeros")
            return try await Layers.write(scratch.path("zeros")).bytes
        }
        #expect(bomb.count < 100_000)
        #expect(try await attack(bomb, .init(maximumSize: 1 << 20)).error?.code == .tooLarge)
    }
}
