import ContentHashing
import Foundation
import Glibc
import StowageTestSupport
import Testing

@Suite struct TreeHasherTests {
    static func contents(of folder: String, threads: Int? = nil) async throws -> [String: TreeContent] {
        let folder = try TreeFolder(path: folder)
        let entries = try await TreeLister.entries(in: folder) { _ = try $0.add(.base) }
        let contents = try await TreeHasher(threads: threads).contents(of: entries, in: folder)
        #expect(contents.count == entries.count)
        return Dictionary(uniqueKeysWithValues: contents.enumerated().map { ("\(entries.path(at: $0.offset))", $0.element) })
    }

    /// The buffer of a thread has 256 KiB.
    @Test(arguments: [0, 1, 55, 64, 4096, 262_143, 262_144, 262_145, 700_001]) func hashesAFileOfAnySize(_ size: Int) async throws {
        try await ScratchFolder.with { scratch in
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
            try scratch.write(bytes, to: "file")
            #expect(try await Self.contents(of: scratch.path)["file"] == .file(Digest(hashing: bytes)))
        }
    }

    @Test func takesOfTheModeOnlyTheOwnersRightToExecute() async throws {
        try await ScratchFolder.with { scratch in
            let content = Digest(hashing: Array("x".utf8))
            for (mode, isExecutable) in [
                (0o644, false), (0o600, false), (0o666, false), (0o655, false), (0o744, true), (0o777, true), (0o4700, true),
            ] {
                chmod(try scratch.write("x", to: "file"), mode_t(mode))
                #expect(try await Self.contents(of: scratch.path)["file"] == (isExecutable ? .executable(content) : .file(content)), "\(mode)")
            }
        }
    }

    @Test func takesALinkByItsTarget() async throws {
        try await ScratchFolder.with { scratch in
            try scratch.write("content", to: "target")
            #expect(symlink("target", scratch.path("link")) == 0)
            #expect(symlink("../../absent", scratch.path("broken")) == 0)
            let contents = try await Self.contents(of: scratch.path)
            #expect(contents["link"] == .symlink(Digest(hashing: Array("target".utf8))))
            #expect(contents["broken"] == .symlink(Digest(hashing: Array("../../absent".utf8))))
            #expect(contents["."] == .folder)
        }
    }

    @Test func givesTheSameWithAnyNumberOfThreads() async throws {
        try await ScratchFolder.with { scratch in
            for number in 0..<200 {
                if number.isMultiple(of: 50) { _ = try scratch.folder("folder\(number / 50)") }
                try scratch.write("content \(number)", to: "folder\(number / 50)/file\(number)")
            }
            let one = try await Self.contents(of: scratch.path, threads: 1)
            let nine = try await Self.contents(of: scratch.path, threads: 9)
            #expect(one.count == 205)
            #expect(one == nine)
            #expect(one["folder3/file155"] == .file(Digest(hashing: Array("content 155".utf8))))
        }
    }

    /// What happens to a file between being listed and being read.
    enum Change: CaseIterable {
        case removed, folder, pipe, link, folderAboveGone
    }

    @Test(.timeLimit(.minutes(1)), arguments: Change.allCases) func namesAFileThatVanishedOrBecameSomethingElse(_ change: Change) async throws {
        try await ScratchFolder.with { scratch in
            _ = try scratch.folder("a")
            let file = try scratch.write("1", to: "a/file")
            let folder = try TreeFolder(path: scratch.path)
            let entries = try await TreeLister.entries(in: folder) { _ = try $0.add(.base) }
            try FileManager.default.removeItem(atPath: change == .folderAboveGone ? scratch.path("a") : file)
            switch change {
            case .removed, .folderAboveGone: break
            case .folder: _ = try scratch.folder("a/file")
            case .pipe: #expect(mkfifo(file, 0o600) == 0)
            case .link: #expect(symlink("/etc/passwd", file) == 0)
            }
            let error = await #expect(throws: TreeError.self) { try await TreeHasher().contents(of: entries, in: folder) }
            #expect(error?.path == TreePath("a/file"))
            #expect(error?.message.contains("a/file") == true)
            #expect(error?.code == ([.removed, .folderAboveGone].contains(change) ? .missing : .changed))
        }
    }

    @Test func namesAFileThatCannotBeRead() async throws {
        // Nobody can read the start of a process's memory, not even root, whom no mode keeps out.
        let folder = try TreeFolder(path: "/proc/self")
        let entries = try await TreeLister.entries(in: folder) { _ = try $0.add(TreePath("mem")) }
        let error = await #expect(throws: TreeError.self) { try await TreeHasher().contents(of: entries, in: folder) }
        #expect(error?.code == .unreadable)
        #expect(error?.errno == EIO)
        #expect(error?.message.contains("`mem`") == true)
    }

    @Test func takesNoFileThatIsLongerThanItSays() async throws {
        let folder = try TreeFolder(path: "/proc/self")
        let entries = try await TreeLister.entries(in: folder) { _ = try $0.add(TreePath("status")) }
        let error = await #expect(throws: TreeError.self) { try await TreeHasher().contents(of: entries, in: folder) }
        #expect(error?.code == .changed)
    }

    @Test(.timeLimit(.minutes(1))) func stopsWhenItIsCancelled() async throws {
        try await ScratchFolder.with { scratch in
            // Sparse: reading it takes far longer than the test.
            let file = open(try scratch.write("", to: "huge"), O_WRONLY)
            #expect(ftruncate(file, 1 << 42) == 0)
            close(file)
            let folder = try TreeFolder(path: scratch.path)
            let entries = try await TreeLister.entries(in: folder) { _ = try $0.add(.base) }
            let task = Task { try await TreeHasher().contents(of: entries, in: folder) }
            while try !Self.threadNames().contains("tree-hash\n") { await Task.yield() }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    private static func threadNames() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").map { thread in
            // A thread may end in between.
            String(decoding: FileManager.default.contents(atPath: "/proc/self/task/\(thread)/comm") ?? Data(), as: UTF8.self)
        }
    }

    @Test func goesOnWhereTheFolderWasMoved() async throws {
        try await ScratchFolder.with { scratch in
            let old = try scratch.folder("old")
            try scratch.write("1", to: "old/file")
            let folder = try TreeFolder(path: old)
            #expect(rename(old, scratch.path("new")) == 0)
            let entries = try await TreeLister.entries(in: folder) { _ = try $0.add(.base) }
            #expect(try await TreeHasher().contents(of: entries, in: folder) == [.folder, .file(Digest(hashing: Array("1".utf8)))])
        }
    }

    @Test func namesItsThreads() async throws {
        let folder = try TreeFolder(path: "/")
        nonisolated(unsafe) var name = ""
        _ = try await TreeLister.entries(in: folder) { _ in
            name = String(decoding: try Data(contentsOf: URL(filePath: "/proc/thread-self/comm")), as: UTF8.self)
        }
        #expect(name == "tree-list\n")
    }
}
