import LayerArchive
import StowageTestSupport
import Testing

@Suite("Other programs", .enabled(if: Tool.areExpected("tar", "bsdtar", "busybox", "pigz", "gzip")))
struct ForeignToolTests {
    @Test func `GNU tar, bsdtar and busybox extract ours to the same tree`() async throws {
        try await ScratchFolder.with { scratch in
            let tree = try scratch.folder("tree")
            try TreeMaker.sample(tree)
            let (bytes, layer) = try await Layers.write(tree)
            let file = try scratch.write(bytes, to: "layer.tar.gz")
            for tool in ["tar", "bsdtar"] {
                let target = try scratch.folder("\(tool)-copy")
                let listing = try await Shell.succeed(tool, ["tvf", file])
                #expect(listing.text.split(separator: "\n").count == layer.entryCount)
                #expect(listing.errorText.isEmpty)
                try await Shell.succeed(tool, ["-xpf", file, "-C", target])
                // libarchive adds the fraction of a time before 1970 where it is to be taken away.
                let differences = try Tree(target).differences(from: Tree(tree)).filter { tool == "tar" || !$0.hasPrefix("a/none:") }
                #expect(differences == [], "\(tool)")
            }
            // Knows no PAX times, but must find every file.
            let target = try scratch.folder("busybox")
            try await Shell.succeed("busybox", ["tar", "-xzpf", file, "-C", target])
            #expect(try Tree(target).kinds == Tree(tree).kinds)
        }
    }

    @Test func `pigz and gzip inflate ours`() async throws {
        try await ScratchFolder.with { scratch in
            let content = SeededBytes(seed: 11)
            try scratch.write(content.bytes(count: 3 << 20), to: "file")
            let (bytes, layer) = try await Layers.write(scratch.path("file"))
            let file = try scratch.write(bytes, to: "layer.gz")
            let gzip = try await Shell.succeed("gzip", ["-dc", file]).output
            #expect(gzip.count == Int(layer.tarSize))
            #expect(try await Shell.succeed("pigz", ["-dc", file]).output == gzip)
            try await Shell.succeed("pigz", ["-t", file])
        }
    }

    @Test(arguments: ["gnu", "posix", "ustar", "v7"]) func `We extract what GNU tar makes`(format: String) async throws {
        try await ScratchFolder.with { scratch in
            let tree = try scratch.folder("tree")
            try TreeMaker.sample(tree)
            // The old formats have no room for these.
            if format == "ustar" || format == "v7" {
                try await Shell.succeed("rm", ["-rf", tree + "/a/deep", tree + "/to-long"])
                try TreeMaker(root: tree).setTime("a-b/large", 5)
                try TreeMaker(root: tree).setTime("a/none", 6)
                try TreeMaker(root: tree).setTime("a", 7)
            }
            for arguments in [["-cf"], ["-czf"]] {
                let file = scratch.path("layer")
                try await Shell.succeed("tar", ["--format=\(format)"] + arguments + [file, "-C", tree, "."])
                let target = try scratch.folder("copy")
                try await Layers.extract(try scratch.read("layer"), into: target, .init(restoresSetIDs: true))
                let (copy, original) = (try Tree(target), try Tree(tree))
                let differences =
                    format == "posix" ? copy.differences(from: original) : copy.withoutNanoseconds.differences(from: original.withoutNanoseconds)
                #expect(differences == [])
                try await Shell.succeed("rm", ["-rf", target])
            }
        }
    }

    @Test func `We extract what busybox and bsdtar make`() async throws {
        try await ScratchFolder.with { scratch in
            let tree = try scratch.folder("tree")
            try TreeMaker.sample(tree)
            for (name, command) in [("busybox", ["busybox", "tar", "-cf"]), ("bsdtar", ["bsdtar", "-cf"])] {
                let file = scratch.path(name)
                // busybox has no way to say a time that far.
                try TreeMaker(root: tree).setTime("a-b/large", 5)
                try TreeMaker(root: tree).setTime("a/none", 6)
                try await Shell.succeed(command[0], command.dropFirst() + [file, "-C", tree, "a", "a-b", "exact", "to-long", "z-program"])
                let target = try scratch.folder(name + "-copy")
                try await Layers.extract(try scratch.read(name), into: target, .init(restoresSetIDs: true))
                try await Shell.succeed("rm", ["-rf", tree + "/übergröße"])
                let (copy, original) = (try Tree(target), try Tree(tree))
                #expect(copy.withoutNanoseconds.differences(from: original.withoutNanoseconds) == [])
            }
        }
    }

    @Test func `A gzip of many members is one archive`() async throws {
        try await ScratchFolder.with { scratch in
            let tree = try scratch.folder("tree")
            try TreeMaker.sample(tree)
            try await Shell.succeed("tar", ["--format=posix", "-cf", scratch.path("a.tar"), "-C", tree, "."])
            let tar = try scratch.read("a.tar")
            var members: [UInt8] = []
            for start in stride(from: 0, to: tar.count, by: 100_000) {
                let part = try scratch.write(tar[start..<min(start + 100_000, tar.count)], to: "part")
                members += try await Shell.succeed("gzip", ["-c", part]).output
            }
            // In pieces that end anywhere.
            for pieces in [1, 7, 4096] where pieces > 1 || members.count < 100_000 {
                let target = try scratch.folder("copy-\(pieces)")
                try await Layers.extract(members, into: target, .init(restoresSetIDs: true), pieces: pieces)
                #expect(try Tree(target).differences(from: Tree(tree)) == [])
            }
        }
    }

    @Test func `A sparse file is refused by name`() async throws {
        try await ScratchFolder.with { scratch in
            let tree = try scratch.folder("tree")
            try await Shell.succeed("truncate", ["-s", "1M", tree + "/hole"])
            for format in ["gnu", "posix"] {
                try await Shell.succeed("tar", ["--sparse", "--format=\(format)", "-cf", scratch.path("a.tar"), "-C", tree, "hole"])
                let error = try #require(try await Layers.refusal(of: try scratch.read("a.tar"), into: try scratch.folder("out")))
                #expect(error.code == .unsupported)
                #expect(error.message.contains("hole") && error.message.contains("sparse"))
            }
        }
    }
}
