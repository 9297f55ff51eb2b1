import Foundation
import Glibc
import LayerArchive
import StowageTestSupport
import Synchronization
import Testing

@Suite("Threads and memory", .serialized)
struct LifetimeTests {
    /// Names of this process's threads that are ours.
    private func threads() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").compactMap { task in
            // Gone meanwhile.
            try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8)
        }.filter { $0.hasPrefix("layer-") }
    }

    /// A thread that has said that it is done may need a moment to be gone, and other tests may have theirs.
    private func noThreadIsLeft() async throws -> Bool {
        for _ in 0..<2000 {
            if try threads().isEmpty { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    @Test func `cancel() ends an extraction that waits for more`() async throws {
        try await ScratchFolder.with { scratch in
            let extractor = try LayerExtractor(into: scratch.path)
            try await extractor.append(Array(RawTar.make { $0.file("file") }.prefix(700)))
            // A thread takes its name when it begins to run.
            let names: Set = ["layer-inflate\n", "layer-write\n"]
            for _ in 0..<500 where !names.isSubset(of: try threads()) { try await Task.sleep(for: .milliseconds(10)) }
            #expect(names.isSubset(of: try threads()))
            await extractor.cancel()
            #expect(try await noThreadIsLeft())
            await #expect(throws: LayerArchiveError.self) { try await extractor.finish() }
        }
    }

    @Test func `An extractor that is let go of leaves no thread`() async throws {
        try await ScratchFolder.with { scratch in
            do {
                let extractor = try LayerExtractor(into: scratch.path)
                try await extractor.append([0])
            }
            #expect(try await noThreadIsLeft())
        }
    }

    @Test func `A cancelled task ends an extraction in the middle of a file`() async throws {
        try await ScratchFolder.with { scratch in
            // A file that doesn't end.
            let task = Task {
                let extractor = try LayerExtractor(into: scratch.path)
                var header = RawTar.Header("file")
                header.size = Array("77777777777".utf8)
                try await extractor.append(header.block)
                while true { try await extractor.append([UInt8](repeating: 1, count: 1 << 20)) }
            }
            try await Task.sleep(for: .milliseconds(50))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await noThreadIsLeft())
        }
    }

    @Test func `After errors and cancelled writings no thread is left`() async throws {
        try await ScratchFolder.with { scratch in
            try scratch.write([UInt8](repeating: 7, count: 8 << 20), to: "file")
            _ = try? await LayerWriter(options: .init(threads: 4)).write(folder: scratch.path) { _ in throw CancellationError() }
            _ = try await Layers.refusal(of: [1, 2, 3], into: scratch.path)
            #expect(try await noThreadIsLeft())
        }
    }

    @Test func `Writing and extracting a large file takes little memory`() async throws {
        try await ScratchFolder.with { scratch in
            let tree = try scratch.folder("tree")
            // Random enough to keep its size.
            let content = SeededBytes(seed: 5)
            let block = content.bytes(count: 32 << 20)
            let number = open(tree + "/large", O_WRONLY | O_CREAT, 0o600)
            for _ in 0..<6 { #expect(block.withUnsafeBytes { write(number, $0.baseAddress, $0.count) } == block.count) }
            close(number)
            let target = try scratch.folder("target")
            let before = try peakMemory()
            let extractor = try LayerExtractor(into: target)
            let layer = try await LayerWriter(options: .init(level: 1, threads: 2)).write(folder: tree) { try await extractor.append($0) }
            #expect(try await extractor.finish().diffID == layer.diffID)
            let grown = try peakMemory() - before
            #expect(grown < 40 << 20, "\(grown >> 20) MiB more for a tar of \(layer.tarSize >> 20) MiB")
        }
    }

    /// The most memory that this process has ever had, in bytes.
    private func peakMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) }) << 10
    }

    @Test func `A full disk is said`() async throws {
        guard geteuid() == 0 else { return }
        try await ScratchFolder.with { scratch in
            let small = try scratch.folder("small")
            guard try await Shell.run("mount", ["-t", "tmpfs", "-o", "size=1m", "none", small]).status.isSuccess else { return }
            defer { umount2(small, 2) }
            let error = try await Layers.refusal(of: RawTar.make { $0.file("big", String(repeating: "x", count: 2 << 20)) }, into: small)
            #expect(error?.code == .noSpace)
            #expect(error?.message.contains("'big'") == true)
        }
    }
}
