import Foundation
import Glibc
import StowageTestSupport
import Testing

@testable import ContentHashing

/// Held against what git says of the same index.
@Suite struct GitIndexTests {
    static func index(of tree: GitTree, below folder: TreePath = .base) -> GitIndex? {
        GitIndex(reading: "\(tree.path)/.git/index", workTree: TreePath(tree.path), below: folder)
    }

    /// `ID PATH`, sorted by path.
    static func lines(_ ids: ObjectIDs?) -> [String] {
        guard let ids else { return ["no index"] }
        return (0..<ids.count).map { "\(ids.files[$0].id.hex) \(ids.paths[$0])" }
    }

    /// The same of the regular files that git lists.
    static func expected(of tree: GitTree) async throws -> [String] {
        try await tree.git("ls-files", "-s", "-z").split(separator: 0).compactMap { line in
            let fields = String(decoding: line, as: UTF8.self).split(maxSplits: 1) { $0 == "\t" }
            let facts = fields[0].split(separator: " ")
            return facts[0].hasPrefix("100") && facts[2] == "0" ? "\(facts[1]) \(fields[1])" : nil
        }
    }

    static func fill(_ tree: GitTree) async throws {
        for name in ["a", "a-b", "b.c", "größe", String(repeating: "long", count: 60)] { try tree.write(name, to: name) }
        for folder in ["a.d", "x/y", String(repeating: "d", count: 250)] {
            try FileManager.default.createDirectory(atPath: "\(tree.path)/\(folder)", withIntermediateDirectories: true)
            for number in 0..<20 { try tree.write("\(folder) \(number)", to: "\(folder)/file\(number)") }
        }
        // Longer than the flags can say.
        let deep = Array(repeating: String(repeating: "p", count: 200), count: 19).joined(separator: "/")
        try FileManager.default.createDirectory(atPath: "\(tree.path)/deep", withIntermediateDirectories: true)
        try await tree.git(
            "update-index", "--add", "--cacheinfo",
            "100644,\(String(repeating: "1", count: tree.idLength)),\(deep)/\(String(repeating: "q", count: 300))")
        chmod("\(tree.path)/a", 0o755)
        #expect(symlink("a", "\(tree.path)/link") == 0)
        try await tree.git("add", "-A", "--ignore-removal", ".")
    }

    @Test(arguments: ["sha1", "sha256"], [2, 4]) func readsWhatGitWrote(_ format: String, _ version: Int) async throws {
        try await GitTree.with(format: format) { tree in
            try await Self.fill(tree)
            try await tree.git("update-index", "--index-version", "\(version)")
            let read = try #require(Self.index(of: tree)).objectIDs
            let expected = try await Self.expected(of: tree)
            #expect(Self.lines(read) == expected)
            #expect(read.count == 66)
            let first = try #require(read.files.first?.status)
            #expect(first.isExecutable && first.size == 1)
            #expect(read.files[1].status?.isExecutable == false)
        }
    }

    @Test(arguments: [2, 4]) func isRelativeToAFolder(_ version: Int) async throws {
        try await GitTree.with { tree in
            try await Self.fill(tree)
            try await tree.git("update-index", "--index-version", "\(version)")
            let expected = try await Self.expected(of: tree).filter { $0.contains(" x/y/") }.map { $0.replacing(" x/y/", with: " ") }
            #expect(Self.lines(Self.index(of: tree, below: TreePath("x/y"))?.objectIDs) == expected)
            #expect(expected.count == 20)
            #expect(Self.index(of: tree, below: TreePath("x/"))?.objectIDs.count == 0)
        }
    }

    @Test func leavesOutWhatGitDoesNotCompare() async throws {
        try await GitTree.with { tree in
            for name in ["assumed", "skipped", "plain"] { try tree.write(name, to: name) }
            try await tree.git("add", "-A")
            try tree.write("intended", to: "intended")
            try await tree.git("add", "--intent-to-add", "intended")
            try await tree.git("update-index", "--assume-unchanged", "assumed")
            try await tree.git("update-index", "--skip-worktree", "skipped")
            let id = String(repeating: "1", count: 40)
            try await tree.git("update-index", "--add", "--cacheinfo", "160000,\(id),module")
            try await tree.git("update-index", "--add", "--cacheinfo", "120000,\(id),symlink")
            #expect(Self.lines(Self.index(of: tree)?.objectIDs).map { $0.split(separator: " ").last } == ["plain"])
        }
    }

    @Test func leavesOutConflicts() async throws {
        try await GitTree.with { tree in
            for (branch, text) in [("base", "0"), ("one", "1"), ("two", "2")] {
                if branch != "base" {
                    try await tree.git("checkout", "-q", "-b", branch, "base")
                } else {
                    try await tree.git("checkout", "-q", "-b", "base")
                }
                try tree.write(text, to: "conflict")
                try tree.write("same", to: "same")
                try await tree.git("add", "-A")
                try await tree.git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", branch)
            }
            await #expect(throws: (any Error).self) {
                try await tree.git("-c", "user.name=a", "-c", "user.email=a@example.com", "merge", "-q", "one")
            }
            #expect(Self.lines(Self.index(of: tree)?.objectIDs).map { $0.split(separator: " ").last } == ["same"])
        }
    }

    @Test func refusesASplitIndex() async throws {
        try await GitTree.with { tree in
            try await Self.fill(tree)
            try await tree.git("update-index", "--split-index")
            #expect(Self.index(of: tree) == nil)
        }
    }

    @Test(arguments: [2, 4]) func refusesADamagedIndex(_ version: Int) async throws {
        try await GitTree.with { tree in
            for name in ["a", "b/c", "b/d"] {
                try FileManager.default.createDirectory(atPath: "\(tree.path)/b", withIntermediateDirectories: true)
                try tree.write(name, to: name)
            }
            try await tree.git("add", "-A")
            try await tree.git("update-index", "--index-version", "\(version)")
            let whole = [UInt8](try Data(contentsOf: URL(filePath: "\(tree.path)/.git/index")))
            func parse(_ bytes: [UInt8]) -> Int? {
                bytes.withUnsafeBytes { GitIndexParser.parse($0, below: .base)?.objectIDs.count }
            }
            #expect(parse(whole) == 3)
            for length in 0..<whole.count { #expect(parse(Array(whole[..<length])) == nil) }
            for place in whole.indices {
                var copy = whole
                copy[place] ^= 0x11
                #expect(parse(copy) == nil)
                // Without a checksum, as git writes it where it is told to. Nothing is promised, but to end.
                copy.replaceSubrange((copy.count - 20)..., with: repeatElement(0, count: 20))
                _ = parse(copy)
            }
            #expect(parse(whole.dropLast(20) + [UInt8](repeating: 0, count: 20)) == 3)
        }
    }

    @Test func knowsWhenItIsReplaced() async throws {
        try await GitTree.with { tree in
            #expect(Self.index(of: tree) == nil, "there is none before the first add")
            try tree.write("1", to: "a")
            try await tree.git("add", "-A")
            let file = "\(tree.path)/.git/index"
            let index = try #require(Self.index(of: tree))
            #expect(GitIndex.Version(of: file) == index.version)
            try tree.write("2", to: "b")
            try await tree.git("add", "-A")
            #expect(GitIndex.Version(of: file) != index.version)
            #expect(unlink(file) == 0)
            #expect(GitIndex.Version(of: file) == nil)
        }
    }

    @Test(arguments: [
        ("", "a/b/c", true), ("a", "a/b/c", true), ("a/b", "a/b/c", true), ("a/b/c", "a/b/c", true), ("a/b/c/d", "a/b/c", true),
        ("a/b/c/d/e", "a/b/c", true), ("x", "a/b/c", false), ("", "", true), ("a/b", "", true), ("x", "", true), ("untracked", "", false),
    ]) func saysWhetherThereAreAttributes(_ place: String, _ folder: String, _ counts: Bool) async throws {
        try await GitTree.with { tree in
            for folder in ["a/b/c/d/e", "x", "untracked"] {
                try FileManager.default.createDirectory(atPath: "\(tree.path)/\(folder)", withIntermediateDirectories: true)
            }
            for file in ["a/b/c/d/e/file", "a/b/c/d/e/file2", "x/file", "x/y.gitattributes"] { try tree.write("1", to: file) }
            try await tree.git("add", "-A")
            let below = folder.isEmpty ? TreePath.base : TreePath(folder)
            #expect(Self.index(of: tree, below: below)?.hasAttributes == false)
            let file = place.isEmpty ? ".gitattributes" : "\(place)/.gitattributes"
            try tree.write("", to: file)
            #expect(Self.index(of: tree, below: below)?.hasAttributes == counts)
            // Git takes it from the index where the work tree has none.
            try await tree.git("add", "-A")
            #expect(unlink("\(tree.path)/\(file)") == 0)
            #expect(Self.index(of: tree, below: below)?.hasAttributes == true)
        }
    }
}

extension ObjectID {
    fileprivate var hex: String {
        withUnsafeBytes(of: words) { bytes in
            bytes.prefix(byteCount).map { byte in
                let text = String(byte, radix: 16)
                return text.count == 1 ? "0\(text)" : text
            }.joined()
        }
    }
}
