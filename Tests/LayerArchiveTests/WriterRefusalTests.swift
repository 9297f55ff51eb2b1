import Glibc
import LayerArchive
import StowageTestSupport
import Synchronization
import Testing

@Suite("What no layer is made of")
struct WriterRefusalTests {
    private func error(_ path: String, _ options: LayerWriter.Options = .init()) async throws -> LayerArchiveError? {
        do {
            _ = try await Layers.write(path, options)
            return nil
        } catch let error as LayerArchiveError {
            return error
        }
    }

    @Test func `A name that would delete something is refused`() async throws {
        try await ScratchFolder.with { scratch in
            _ = try scratch.folder("sub")
            try scratch.write("", to: "sub/.wh.file")
            let error = try #require(try await error(scratch.path))
            #expect(error.code == .unsafeEntry)
            #expect(error.message.contains("sub/.wh.file") && error.message.contains("deletes"))
        }
    }

    @Test func `Named pipes are refused unless asked for; sockets are left out and told`() async throws {
        try await ScratchFolder.with { scratch in
            let tree = try scratch.folder("t")
            try #require(mkfifo(tree + "/pipe", 0o640) == 0)
            try #require(mknod(tree + "/socket", S_IFSOCK | 0o600, 0) == 0)
            let error = try #require(try await error(tree))
            #expect(error.code == .unsafeEntry && error.message.contains("pipe"))
            let (bytes, layer) = try await Layers.write(tree, .init(includesDevices: true))
            #expect(layer.skipped == ["socket"])
            let target = try scratch.folder("copy")
            #expect(try await Layers.refusal(of: bytes, into: target)?.code == .unsafeEntry)
            try await Layers.extract(bytes, into: target, .init(allowsDevices: true))
            #expect(try Tree(target).nodes["pipe"] == Tree(tree).nodes["pipe"])
        }
    }

    @Test func `Links that lead out are refused where that is asked for`() async throws {
        try await ScratchFolder.with { scratch in
            try TreeMaker(root: scratch.path).link("out", to: "/etc/passwd")
            #expect(try await error(scratch.path) == nil)
            #expect(try await error(scratch.path, .init(links: .inside))?.code == .unsafeEntry)
        }
    }

    @Test func `What is not there is said`() async throws {
        let error = try #require(try await error("/nowhere/at/all"))
        #expect(error.code == .notFound)
        #expect(error.message.contains("/nowhere/at/all"))
    }

    @Test func `A file that grows or shrinks meanwhile is an error`() async throws {
        for change in ["grow", "shrink"] {
            try await ScratchFolder.with { scratch in
                let content = SeededBytes(seed: 1)
                let tree = try scratch.folder("tree")
                // More than all the buffers hold, so that it is being read still when the first piece comes out.
                try scratch.write(content.bytes(count: 12 << 20), to: "tree/big")
                let hasChanged = Mutex(false)
                let error = await #expect(throws: LayerArchiveError.self) {
                    try await LayerWriter(options: .init(threads: 1)).write(folder: tree) { piece in
                        // The first piece is gzip's header, which comes before anything is read.
                        guard piece.count > 10, !hasChanged.withLock({ $0 }) else { return }
                        hasChanged.withLock { $0 = true }
                        if change == "grow" {
                            let number = open(tree + "/big", O_WRONLY | O_APPEND)
                            #expect(write(number, "more", 4) == 4)
                            close(number)
                        } else {
                            #expect(truncate(tree + "/big", 11 << 20) == 0)
                        }
                    }
                }
                #expect(error?.code == .changed)
                #expect(error?.message.contains("'big'") == true)
            }
        }
    }

    @Test func `An error of the sink ends the writing and is thrown as it is`() async throws {
        struct Full: Error {}
        try await ScratchFolder.with { scratch in
            let content = SeededBytes(seed: 1)
            try scratch.write(content.bytes(count: 4 << 20), to: "big")
            await #expect(throws: Full.self) { try await LayerWriter().write(folder: scratch.path) { _ in throw Full() } }
        }
    }

    @Test func `A cancelled task stops writing, and a waiting sink holds the memory down`() async throws {
        try await ScratchFolder.with { scratch in
            let content = SeededBytes(seed: 1)
            try scratch.write(content.bytes(count: 30 << 20), to: "big")
            let taken = Mutex(0)
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                try await LayerWriter(options: .init(threads: 2)).write(folder: scratch.path) { piece in
                    taken.withLock { $0 += piece.count }
                    start.yield()
                    try await Task.sleep(for: .seconds(600))
                }
            }
            for await _ in started { break }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(taken.withLock { $0 } < 1 << 20)
        }
    }
}
