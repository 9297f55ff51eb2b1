import FoundationEssentials
import StowageTestSupport
import Synchronization
import Testing

@testable import StowageCommands

@Suite("Locks on outputs")
struct OutputLocksTests {
    @Test func `One at a time for a path, and others don't wait`() async throws {
        try await ScratchFolder.with { scratch in
            let environment = ["XDG_CACHE_HOME": scratch.path]
            let said = Mutex(0)
            let order = Mutex<[String]>([])
            let first = try await OutputLocks(["/a", "/b"], environment: environment) {}
            _ = try await OutputLocks(["/c"], environment: environment) { Issue.record("nobody holds this one") }
            let second = Task {
                let lock = try await OutputLocks(["/b"], environment: environment) { said.withLock { $0 += 1 } }
                order.withLock { $0.append("second") }
                _ = consume lock
            }
            while said.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(5)) }
            order.withLock { $0.append("first") }
            _ = consume first
            try await second.value
            #expect(order.withLock { $0 } == ["first", "second"])
            #expect(said.withLock { $0 } == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: OutputLocks.folder(environment: environment)).isEmpty)
        }
    }

    @Test func `Waiting ends with the task`() async throws {
        try await ScratchFolder.with { scratch in
            let environment = ["XDG_CACHE_HOME": scratch.path]
            let first = try await OutputLocks(["/a"], environment: environment) {}
            let second = Task { _ = try await OutputLocks(["/a"], environment: environment) {} }
            second.cancel()
            await #expect(throws: CancellationError.self) { try await second.value }
            _ = consume first
        }
    }

    @Test func `The folder is the user's cache, else a temporary one`() throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let path = folder.path
        #expect(OutputLocks.folder(environment: ["XDG_CACHE_HOME": path, "HOME": "/nowhere"]) == "\(path)/stowage/locks")
        #expect(OutputLocks.folder(environment: ["HOME": path]) == "\(path)/.cache/stowage/locks")
        let file = try folder.write("", to: "file")
        #expect(OutputLocks.folder(environment: ["HOME": file, "TMPDIR": path]).hasPrefix("\(path)/stowage-"))
    }
}
