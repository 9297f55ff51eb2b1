import ArgumentParser
import ContentHashing
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
        // At the same time as all that follows.
        let comparing = try cache.map { _ in try GitProcess(["diff-files", "-z", "--name-only"], in: folder) }
        let collector = try InputCollector(base: folder)
        async let listing = collector.list(["."])
        let digests = cache.map { ObjectDigestCache(folder: $0) }
        let index = cache.flatMap { _ in GitIndex(reading: "\(folder)/.git/index", trustsModes: true) }
        let opened = clock.now
        let listed = try await listing
        let found = clock.now
        let files = try await listed.files(objectIDs: index?.objectIDs ?? ObjectIDs(), cache: digests) {
            let changed = try comparing?.bytes().split(separator: 0).map { TreePath(bytes: Array($0)) } ?? []
            return index?.isCurrent == true ? changed : nil
        }
        let hashed = clock.now
        let signature = StageInputs(stage: "tree", command: [], files: files).signature
        let signed = clock.now
        try await digests?.save()
        print(files.count, signature)
        if times {
            print("open cache", opened - start, "list", found - start, "hash", hashed - found)
            print("sign", signed - hashed, "save", clock.now - signed, "known", digests?.count ?? 0)
        }
    }
}
