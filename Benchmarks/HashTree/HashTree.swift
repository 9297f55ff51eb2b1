import ArgumentParser
import ContentHashing
import Foundation
import StageSigning

/// Hashes all that is in a folder as `stowage stage signature --input .` does, and prints how many inputs there are and the
/// signature of them.
@main
struct HashTree: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash-tree", abstract: "Hashes all that is in a folder as the inputs of a stage.")

    @Argument(help: "The folder; with --cache a git work tree without filters.")
    var folder: String

    @Option(help: "The folder of the cache of digests by object id; without it every file is read.")
    var cache: String?

    @Flag(help: "Print what each part took, in milliseconds.")
    var times = false

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let collector = try InputCollector(base: folder)
        async let objectIDs = cache == nil ? ObjectIDs() : Self.objectIDs(folder)
        let digests = cache.map { ObjectDigestCache(folder: $0) }
        let listing = try await collector.list(["."])
        let listed = clock.now
        let ids = try await objectIDs
        let asked = clock.now
        let files = try await listing.files(objectIDs: ids, cache: digests)
        let hashed = clock.now
        let signature = StageInputs(stage: "tree", command: [], files: files).signature
        let signed = clock.now
        try await digests?.save()
        print(files.count, signature)
        if times {
            print("list", listed - start, "ask git", asked - start, "hash", hashed - asked)
            print("sign", signed - hashed, "save", clock.now - signed, "known", digests?.count ?? 0)
        }
    }

    /// Asks git as `GitHistory` does: all that is tracked, without what differs from the index. The tree has no filters.
    private static func objectIDs(_ folder: String) async throws -> ObjectIDs {
        async let listed = git(["ls-files", "-s", "-z"], folder)
        async let changed = git(["diff-files", "-z", "--name-only"], folder)
        let excluded = Set(try await changed.split(separator: 0).map(Array.init))
        let output = try await listed
        var ids = ObjectIDs()
        output.withUnsafeBytes { output in
            // MODE ID STAGE\tPATH, and a NUL
            var rest = output[...]
            while let end = rest.firstIndex(of: 0) {
                let line = UnsafeRawBufferPointer(rebasing: rest[..<end])
                rest = rest[(end + 1)...]
                guard line.starts(with: "100".utf8), let tab = line.firstIndex(of: UInt8(ascii: "\t")), tab > 9 else { continue }
                let path = UnsafeRawBufferPointer(rebasing: line[(tab + 1)...])
                if !excluded.isEmpty, excluded.contains(Array(path)) { continue }
                ids.append(hex: UnsafeRawBufferPointer(rebasing: line[7..<(tab - 2)]), path: path)
            }
        }
        return ids
    }

    private static func git(_ arguments: [String], _ folder: String) async throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return [UInt8](output)
    }
}
