import ArgumentParser
import ContentHashing
import Foundation
import Glibc
import StageModel
import StageSigning
import StowageTestSupport
import Testing

@testable import StowageCommands

/// A work tree whose inputs are read.
private struct InputsTree {
    let scratch: ScratchFolder
    let tree: String

    /// - Returns: The signature.
    func read(_ inputs: [String] = ["."], caching: Bool = true, base: String = "") async throws -> String {
        let options = try InputOptions.parse(inputs.flatMap { ["--input", $0] } + ["--base", "\(tree)/\(base)"])
        let reader = InputsReader(environment: caching ? ["XDG_CACHE_HOME": scratch.path("cache")] : [:])
        return try await reader.read(stage: "s", command: [], options: options).signature.value
    }

    /// How many digests are known.
    var known: Int { ObjectDigestCache(folder: scratch.path("cache/stowage")).count }

    func git(_ arguments: String..., in folder: String? = nil) async throws {
        let environment = [
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com",
        ]
        try await Shell.succeed("git", arguments, environment: environment, in: folder ?? tree)
    }

    func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(tree)/\(path)"))
    }

    /// A repository of more files than it takes to ask git.
    static func with(_ body: (Self) async throws -> Void) async throws {
        try await ScratchFolder.with { scratch in
            let test = Self(scratch: scratch, tree: try scratch.folder("tree"))
            for folder in 0..<12 {
                _ = try scratch.folder("tree/part\(folder)")
                for file in 0..<50 { try test.write("one\ntwo \(folder) \(file)\n", to: "part\(folder)/\(file).txt") }
            }
            try await test.git("init", "-q", ".")
            try await test.git("add", "-A")
            try await test.git("commit", "-q", "-m", "m")
            try await body(test)
        }
    }
}

/// Held against a reading of every file.
@Suite("Reading the inputs", .enabled(if: Tool.areExpected("git")))
struct InputsReaderTests {
    @Test func `Nothing that happens to a work tree makes a difference with git`() async throws {
        try await InputsTree.with { test in
            #expect(try await test.read() == test.read(caching: false))
            #expect(test.known == 600)
            var seen: Set<String> = []
            func check(_ step: String) async throws {
                let plain = try await test.read(caching: false)
                #expect(try await test.read() == plain, "\(step)")
                #expect(seen.insert(plain).inserted, "\(step)")
            }
            try await check("warm")
            try test.write("ONE\ntwo 0 0\n", to: "part0/0.txt")
            try await check("changed, of the same size")
            try await test.git("add", "-A")
            try test.write("oNe\ntwo 0 0\n", to: "part0/0.txt")
            try await check("changed after it was added")
            chmod("\(test.tree)/part0/1.txt", 0o755)
            try await check("executable")
            try await test.git("config", "core.fileMode", "false")
            chmod("\(test.tree)/part0/2.txt", 0o755)
            try await check("executable where git doesn't look")
            unlink("\(test.tree)/part0/3.txt")
            try await check("gone")
            symlink("4.txt", "\(test.tree)/part0/3.txt")
            try await check("a link")
            try await test.git("update-index", "--assume-unchanged", "part0/5.txt")
            try test.write("x", to: "part0/5.txt")
            try await check("changed where git is told not to look")
            try test.write("x", to: "part0/new")
            try await check("not tracked")
            let chosen = try await test.read(["part*/[0-9]*"], caching: false)
            #expect(try await test.read(["part*/[0-9]*"]) == chosen)
        }
    }

    @Test func `Files that a filter changed are read`() async throws {
        try await InputsTree.with { test in
            _ = try await test.read()
            let clone = test.scratch.path("clone")
            try await test.git("clone", "-q", "--no-checkout", test.tree, clone, in: test.scratch.path)
            // Of the same size, and one that adds bytes.
            try await test.git("config", "filter.upper.smudge", "tr a-z A-Z", in: clone)
            try await test.git("config", "filter.upper.clean", "tr A-Z a-z", in: clone)
            let attributes = "part0/* filter=upper\npart1/* text eol=crlf\npart2/* text\n"
            try Data(attributes.utf8).write(to: URL(filePath: "\(clone)/.git/info/attributes"))
            try await test.git("checkout", "-q", in: clone)
            let copy = InputsTree(scratch: test.scratch, tree: clone)
            #expect(try String(contentsOfFile: "\(clone)/part0/0.txt", encoding: .utf8) == "ONE\nTWO 0 0\n")
            #expect(try String(contentsOfFile: "\(clone)/part1/0.txt", encoding: .utf8) == "one\r\ntwo 1 0\r\n")
            let plain = try await copy.read(caching: false)
            #expect(try await copy.read() == plain)
            #expect(try await test.read(caching: false) != plain)
            #expect(test.known == 600)
        }
    }

    @Test func `A repository that git refuses is read without it`() async throws {
        try await InputsTree.with { test in
            try test.write("[core\n", to: ".git/config")
            #expect(try await test.read() == test.read(caching: false))
            #expect(test.known == 0)
        }
    }
}
