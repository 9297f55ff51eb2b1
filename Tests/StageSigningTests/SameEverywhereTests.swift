import ContentHashing
import Foundation
import Glibc
import StageModel
import StageSigning
import StowageTestSupport
import Testing

/// One tree has one signature, whatever else differs.
@Suite struct SameEverywhereTests {
    static func makeTree(_ scratch: ScratchFolder, _ name: String) throws -> String {
        _ = try scratch.folder("\(name)/src/empty")
        try scratch.write("all: ; true\n", to: "\(name)/Makefile")
        try scratch.write("int main;\n", to: "\(name)/src/größe.c")
        try scratch.write("#!/bin/sh\n", to: "\(name)/run")
        chmod(scratch.path("\(name)/run"), 0o755)
        #expect(symlink("src/größe.c", scratch.path("\(name)/link")) == 0)
        return scratch.path(name)
    }

    static func signature(
        of base: String, _ patterns: [String] = ["."], objectIDs: ObjectIDs = ObjectIDs(), cache: ObjectDigestCache? = nil
    ) async throws -> String {
        let files = try await InputCollector(base: base).collect(patterns, objectIDs: objectIDs, cache: cache)
        try await cache?.save()
        return StageInputs(stage: "s", command: ["make"], files: files).signature.value
    }

    /// Computed by a program in another language. Held as text, so that it can't drift from one version to the next, or
    /// differ on another machine.
    static let expected = "661173fa0378354372f60892482c8cef64bde277449db92ba4cfdc5a6316650a"

    @Test func isWhatItAlwaysWas() async throws {
        try await ScratchFolder.with { scratch in
            let tree = try Self.makeTree(scratch, "tree")
            #expect(try await Self.signature(of: tree) == Self.expected)
        }
    }

    @Test func doesNotCountPlaceTimesAndOwners() async throws {
        try await ScratchFolder.with { scratch in
            let tree = try Self.makeTree(scratch, "tree")
            #expect(rename(tree, scratch.path("moved")) == 0)
            let moved = scratch.path("moved")
            for file in ["Makefile", "src", "run"] {
                var times = [timespec(tv_sec: 86400, tv_nsec: 0), timespec(tv_sec: 86400, tv_nsec: 0)]
                #expect(utimensat(AT_FDCWD, "\(moved)/\(file)", &times, 0) == 0)
                // Only root may; for everybody else the owner stays.
                _ = chown("\(moved)/\(file)", 12345, 12345)
            }
            #expect(try await Self.signature(of: moved) == Self.expected)
            #expect(symlink(moved, scratch.path("alias")) == 0)
            #expect(try await Self.signature(of: scratch.path("alias")) == Self.expected)
            #expect(try await Self.signature(of: scratch.path("alias"), ["\(scratch.path("alias"))/.", "\(moved)/src"]) == Self.expected)
        }
    }

    @Test(arguments: [0o022, 0o077, 0o002]) func doesNotCountWhatAnUmaskTakes(_ mask: Int) async throws {
        try await ScratchFolder.with { scratch in
            let tree = try Self.makeTree(scratch, "tree")
            for (file, mode) in [("Makefile", 0o666), ("src/größe.c", 0o666), ("run", 0o777), ("src", 0o777), ("src/empty", 0o777)] {
                chmod("\(tree)/\(file)", mode_t(mode & ~mask))
            }
            #expect(try await Self.signature(of: tree) == Self.expected)
        }
    }

    @Test func isTheSameWithAndWithoutGit() async throws {
        try await ScratchFolder.with { scratch in
            let tree = try Self.makeTree(scratch, "tree")
            let environment = ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "HOME": scratch.path]
            try await Shell.succeed("git", ["init", "-q", "."], environment: environment, in: tree)
            try await Shell.succeed("git", ["add", "-A"], environment: environment, in: tree)
            #expect(try await Self.signature(of: tree) == Self.expected)
            let listing = try await Shell.succeed("git", ["ls-files", "-s", "-z"], environment: environment, in: tree).output
            var ids: [String: String] = [:]
            for line in String(decoding: listing, as: UTF8.self).split(separator: "\0") where line.hasPrefix("100") {
                let fields = line.split(separator: "\t")
                ids[String(fields[1])] = String(fields[0].split(separator: " ")[1])
            }
            #expect(ids.count == 3)
            let folder = scratch.path("cache")
            for known in [0, 3, 3] {
                let cache = ObjectDigestCache(folder: folder)
                #expect(cache.count == known)
                #expect(try await Self.signature(of: tree, objectIDs: ObjectIDs(ids), cache: cache) == Self.expected)
            }
        }
    }

    @Test func countsModeTargetEmptyFolderAndContent() async throws {
        try await ScratchFolder.with { scratch in
            let tree = try Self.makeTree(scratch, "tree")
            var seen: Set<String> = [Self.expected]
            chmod("\(tree)/Makefile", 0o744)
            #expect(seen.insert(try await Self.signature(of: tree)).inserted, "executable")
            chmod("\(tree)/Makefile", 0o644)
            #expect(unlink("\(tree)/link") == 0 && symlink("src/./größe.c", "\(tree)/link") == 0)
            #expect(seen.insert(try await Self.signature(of: tree)).inserted, "target")
            #expect(rmdir("\(tree)/src/empty") == 0)
            #expect(seen.insert(try await Self.signature(of: tree)).inserted, "folder")
            #expect(rename("\(tree)/run", "\(tree)/ran") == 0)
            #expect(seen.insert(try await Self.signature(of: tree)).inserted, "name")
            try scratch.write("int main; ", to: "tree/src/größe.c")
            #expect(seen.insert(try await Self.signature(of: tree)).inserted, "content")
        }
    }
}
