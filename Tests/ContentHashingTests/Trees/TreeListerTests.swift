import ContentHashing
import Glibc
import StowageTestSupport
import Synchronization
import Testing

@Suite struct TreeListerTests {
    /// All paths that a lister finds, in its order.
    static func paths(in folder: String, _ names: [String] = ["."]) throws -> [String] {
        var lister = TreeLister(try TreeFolder(path: folder))
        for name in names { #expect(try lister.add(TreePath(name))) }
        let entries = lister.entries
        return (0..<entries.count).map { "\(entries.path(at: $0))" }
    }

    @Test func findsPathsInTheOrderOfTheirBytes() async throws {
        try await ScratchFolder.with { scratch in
            let names = ["a/x", "a/y/z", "a-b", "a.txt", "a0", "ab/c", "abcdefgh", "abcdefgh1", "abcdefgh/q", "B", "é", "e\u{301}", ".hidden", "a b"]
            for name in names where name != "abcdefgh" {
                if let slash = name.lastIndex(of: "/") { _ = try scratch.folder(String(name[..<slash])) }
                try scratch.write(name, to: name)
            }
            _ = try scratch.folder("empty")
            let found = try Self.paths(in: scratch.path)
            #expect(found == found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
            #expect(Set(found) == Set(names).union([".", "a", "a/y", "ab", "empty"]))
            #expect(found.count == Set(found.map { Array($0.utf8) }).count)
        }
    }

    @Test func leavesOutWhatIsCalledGitAndFollowsNoLink() async throws {
        try await ScratchFolder.with { scratch in
            for folder in [".git", "module", "deep/.git", "real"] { _ = try scratch.folder(folder) }
            for file in [".git/HEAD", "module/.git", "module/a", ".gitignore", "deep/.git/x", "real/inside"] { try scratch.write("1", to: file) }
            #expect(symlink("real", scratch.path("link")) == 0)
            #expect(symlink("nowhere", scratch.path("broken")) == 0)
            #expect(symlink(".", scratch.path("loop")) == 0)
            #expect(
                try Self.paths(in: scratch.path) == [
                    ".", ".gitignore", "broken", "deep", "link", "loop", "module", "module/a", "real", "real/inside",
                ])
        }
    }

    @Test func findsEachEntryOnce() async throws {
        try await ScratchFolder.with { scratch in
            _ = try scratch.folder("a/b")
            try scratch.write("1", to: "a/b/c")
            try scratch.write("1", to: "z")
            #expect(try Self.paths(in: scratch.path, ["z", "a/b/c", "a", "a/b", "z"]) == ["a", "a/b", "a/b/c", "z"])
        }
    }

    @Test(arguments: [(1, 1), (3, 1), (4, 1), (5, 0)]) func tellsThatThereAreManyOnce(_ count: Int, _ expected: Int) async throws {
        try await ScratchFolder.with { scratch in
            _ = try scratch.folder("a")
            for name in ["a/b", "c"] { try scratch.write("1", to: name) }
            let notices = Mutex(0)
            let folder = try TreeFolder(path: scratch.path)
            // The folder, `a`, `a/b`, `c`.
            var lister = TreeLister(folder, notice: .init(at: count) { notices.withLock { $0 += 1 } })
            #expect(try lister.add(.base))
            #expect(notices.withLock { $0 } == expected)
            _ = try lister.add(.base)
            #expect(notices.withLock { $0 } == 1)
        }
    }

    @Test func saysThatThereIsNothing() async throws {
        try await ScratchFolder.with { scratch in
            try scratch.write("1", to: "file")
            var lister = TreeLister(try TreeFolder(path: scratch.path))
            #expect(try !lister.add(TreePath("absent")))
            #expect(try !lister.add(TreePath("file/below")))
            #expect(lister.entries.count == 0)
        }
    }

    @Test func refusesAPipeByName() async throws {
        try await ScratchFolder.with { scratch in
            _ = try scratch.folder("in")
            #expect(mkfifo(scratch.path("in/pipe"), 0o600) == 0)
            let error = #expect(throws: TreeError.self) { try Self.paths(in: scratch.path) }
            #expect(error?.code == .unsupportedKind)
            #expect(error?.path == TreePath("in/pipe"))
            #expect(error?.message.contains("in/pipe") == true)
            #expect(throws: TreeError.self) { try Self.paths(in: scratch.path, ["in/pipe"]) }
        }
    }

    @Test func namesAFolderThatIsNone() async throws {
        try await ScratchFolder.with { scratch in
            try scratch.write("1", to: "file")
            #expect(throws: TreeError.self) { try TreeFolder(path: scratch.path("absent")) }
            let error = #expect(throws: TreeError.self) { try TreeFolder(path: scratch.path("file")) }
            #expect(error?.message.contains("is not a folder") == true)
        }
    }

    @Test func walksDeepFolders() async throws {
        try await ScratchFolder.with { scratch in
            let depth = 200
            _ = try scratch.folder(Array(repeating: "d", count: depth).joined(separator: "/"))
            #expect(try Self.paths(in: scratch.path).count == depth + 1)
        }
    }
}
