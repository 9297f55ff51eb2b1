import Foundation
import Glibc
import StowageTestSupport
import Testing

@testable import LayerArchive

@Suite("Replacing a folder")
struct FolderReplacementTests {
    private func names(_ scratch: ScratchFolder) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted() }

    @Test func `A target that is not there appears as a whole`() async throws {
        try await ScratchFolder.with { scratch in
            let replacement = try await FolderReplacement.make(for: scratch.path("target") + "/")
            #expect(replacement.path.hasPrefix(scratch.path("") + ".target.stowage-"))
            try TreeMaker(root: replacement.path).file("file", "new\n")
            #expect(!FileManager.default.fileExists(atPath: scratch.path("target")))
            try await replacement.commit()
            #expect(try names(scratch) == ["target"])
            #expect(try scratch.read("target/file") == Array("new\n".utf8))
            var status = stat()
            try #require(stat(scratch.path("target"), &status) == 0)
            let mask = umask(0)
            umask(mask)
            #expect(status.st_mode & 0o7777 == 0o777 & ~mask)
        }
    }

    @Test func `A folder is replaced with all that was in it, and keeps its mode`() async throws {
        try await ScratchFolder.with { scratch in
            let maker = TreeMaker(root: scratch.path)
            try maker.folder("target")
            try maker.folder("target/locked")
            try maker.file("target/locked/old", "old\n")
            try maker.link("target/out", to: "../outside")
            _ = try scratch.folder("outside")
            try scratch.write("precious\n", to: "outside/file")
            try #require(chmod(scratch.path("target/locked"), 0o500) == 0 && chmod(scratch.path("target"), 0o750) == 0)
            let replacement = try await FolderReplacement.make(for: scratch.path("target"))
            try TreeMaker(root: replacement.path).file("file", "new\n")
            try await replacement.commit()
            #expect(try names(scratch) == ["outside", "target"])
            #expect(try Tree(scratch.path("target")).kinds == ["file": "file"])
            #expect(try scratch.read("outside/file") == Array("precious\n".utf8))
            var status = stat()
            try #require(stat(scratch.path("target"), &status) == 0)
            #expect(status.st_mode & 0o7777 == 0o750)
            try await replacement.abandon()
            #expect(try names(scratch) == ["outside", "target"])
        }
    }

    @Test func `A mode that is given is the folder's, but for the set-id bits`() async throws {
        try await ScratchFolder.with { scratch in
            for mode: UInt16 in [0o700, 0o7755] {
                let replacement = try await FolderReplacement.make(for: scratch.path("target"))
                try TreeMaker(root: replacement.path).file("file", "new\n")
                try await replacement.commit(mode: mode)
                var status = stat()
                try #require(stat(scratch.path("target"), &status) == 0)
                #expect(UInt16(status.st_mode & 0o7777) == mode & 0o1777)
            }
        }
    }

    @Test func `abandon() leaves everything as it was`() async throws {
        try await ScratchFolder.with { scratch in
            _ = try scratch.folder("target")
            try scratch.write("old\n", to: "target/file")
            let replacement = try await FolderReplacement.make(for: scratch.path("target"))
            try TreeMaker(root: replacement.path).file("file", "new\n")
            try await replacement.abandon()
            #expect(try names(scratch) == ["target"])
            #expect(try scratch.read("target/file") == Array("old\n".utf8))
        }
    }

    @Test func `A link to a folder stays a link`() async throws {
        try await ScratchFolder.with { scratch in
            _ = try scratch.folder("real/inner")
            try TreeMaker(root: scratch.path).link("target", to: "real/inner")
            let replacement = try await FolderReplacement.make(for: scratch.path("target"))
            #expect(replacement.target.hasSuffix("/real/inner"))
            try TreeMaker(root: replacement.path).file("file", "new\n")
            try await replacement.commit()
            #expect(try Tree(scratch.path).kinds == ["real": "folder", "real/inner": "folder", "real/inner/file": "file", "target": "link"])
        }
    }

    @Test func `A single file takes the target's place and name, over nothing, a file or a folder`() async throws {
        for old in ["nothing", "file", "folder"] {
            try await ScratchFolder.with { scratch in
                if old == "file" { try scratch.write("old\n", to: "target") }
                if old == "folder" { try scratch.write("old\n", to: "x"); _ = try scratch.folder("target/sub") }
                let replacement = try await FolderReplacement.make(for: scratch.path("target"))
                try TreeMaker(root: replacement.path).file("old", "new\n", mode: 0o755)
                try await replacement.commitFile()
                #expect(try names(scratch).filter { $0 != "x" } == ["target"])
                #expect(try scratch.read("target") == Array("new\n".utf8))
                #expect(try Tree(scratch.path).nodes["target"]?.mode == 0o755)
            }
        }
    }

    @Test func `A folder takes the place of a file`() async throws {
        try await ScratchFolder.with { scratch in
            try scratch.write("old\n", to: "target")
            let replacement = try await FolderReplacement.make(for: scratch.path("target"))
            try await replacement.commit()
            #expect(try Tree(scratch.path).kinds == ["target": "folder"])
        }
    }

    @Test func `More than one file is not a file, and the replacement can still be abandoned`() async throws {
        try await ScratchFolder.with { scratch in
            let replacement = try await FolderReplacement.make(for: scratch.path("target"))
            try TreeMaker(root: replacement.path).file("a", "")
            try TreeMaker(root: replacement.path).file("b", "")
            let error = await #expect(throws: LayerArchiveError.self) { try await replacement.commitFile() }
            #expect(error?.code == .unsupported)
            try await replacement.abandon()
            #expect(try names(scratch).isEmpty)
        }
    }

    @Test func `What can't be replaced is said before anything is made`() async throws {
        try await ScratchFolder.with { scratch in
            try TreeMaker(root: scratch.path).link("dangling", to: "nowhere")
            let here = FileManager.default.currentDirectoryPath
            for target in ["/", ".", here, scratch.path("no/such/target"), scratch.path("dangling"), ""] {
                await #expect(throws: LayerArchiveError.self, "\(target)") { _ = try await FolderReplacement.make(for: target) }
            }
            #expect(try names(scratch) == ["dangling"])
        }
    }

    @Test func `Young leftovers, held ones and other names stay`() async throws {
        try await ScratchFolder.with { scratch in
            let held = try await FolderReplacement.make(for: scratch.path("target"))
            let others = [
                ".target.stowage-0123456789abcdef", ".target.stowage-x", ".target.stowage-0123456789abcdeF", ".other.stowage-0123456789abcdef",
            ]
            for name in others { _ = try scratch.folder(name) }
            let next = try await FolderReplacement.make(for: scratch.path("target"))
            #expect(Set(try names(scratch)).isSuperset(of: others))
            try await held.abandon()
            try await next.abandon()
        }
    }

    @Test func `What a killed process left is removed, unless a living one holds it`() async throws {
        try await ScratchFolder.with { scratch in
            let held = try await FolderReplacement.make(for: scratch.path("target"))
            let dead = [".target.stowage-0123456789abcdef/locked/inner", ".target.stowage-fedcba9876543210"]
            for name in dead { _ = try scratch.folder(name) }
            let others = [".target.stowage-x", ".other.stowage-0123456789abcdef", "target.stowage-0123456789abcdef"]
            for name in others { _ = try scratch.folder(name) }
            // A link of that name leads somewhere else.
            try TreeMaker(root: scratch.path).link(".target.stowage-0000000000000000", to: ".other.stowage-0123456789abcdef")
            let next = try await FolderReplacement.make(for: scratch.path("target"), removingLeftoversOlderThan: -1)
            let known = [held, next].map { String($0.path.split(separator: "/").last ?? "") }
            #expect(try names(scratch) == (others + known + [".target.stowage-0000000000000000"]).sorted())
            try await held.abandon()
            try await next.abandon()
        }
    }

    @Test func `A file system without an exchange takes two steps`() async throws {
        try await ScratchFolder.with { scratch in
            for name in ["target", "fresh"] {
                _ = try scratch.folder(name)
                try scratch.write(name, to: "\(name)/file")
            }
            let place = try ReplacementPlace(scratch.path("target"))
            let aside = try place.replaceInTwoSteps("fresh", "test")
            #expect(try scratch.read("target/file") == Array("fresh".utf8))
            #expect(try scratch.read("\(aside)/file") == Array("target".utf8))
            #expect(FreshFolder.isName(Array(aside.utf8), for: "target"))
            // The second step fails: the target is put back.
            #expect(throws: LayerArchiveError.self) { try place.replaceInTwoSteps("missing", "test") }
            #expect(try scratch.read("target/file") == Array("fresh".utf8))
        }
    }
}
