import Synchronization

/// Hashes the entries of a file tree on all cores.
///
/// Memory is bounded by a buffer a thread and a result an entry. Small files are read whole, with four system calls each;
/// larger ones in pieces. One file is hashed by one thread, whatever its size.
package struct TreeHasher: Sendable {
    private let threads: Int

    /// - Parameter threads: How many; as many as there are cores unless said otherwise.
    package init(threads: Int? = nil) {
        self.threads = max(1, threads ?? NamedThreads.cores)
    }

    /// What stands at each entry, in the order of the entries.
    ///
    /// Entries whose object is in the cache are not read, and only looked at (kind, mode, size) where git's index doesn't say
    /// what they are. Files that are read and have an object id are recorded in the cache if they really are that object; the
    /// caller saves it. The result is the same with and without ids and cache.
    ///
    /// - Parameter changed: Says which files are not the object after all. Asked when all others are done, so that git may
    ///   compare the files with its index at the same time; these are hashed by their bytes then. `nil` if none of the ids
    ///   holds: all are.
    /// - Throws: ``TreeError`` for an entry that vanished, can't be read or changes while it is read; `CancellationError` soon
    ///   after the task is cancelled, at most one piece of a file later; what `changed` throws.
    package func contents(
        of entries: TreeEntries, in folder: TreeFolder, objectIDs: ObjectIDs = ObjectIDs(), cache: ObjectDigestCache? = nil,
        changed: @Sendable () async throws -> [TreePath]? = { [] }
    ) async throws -> [TreeContent] {
        guard let cache, !objectIDs.isEmpty else { return try await run(HashingRun(entries, in: folder)) }
        var contents = try await run(HashingRun(entries, in: folder, objectIDs: objectIDs, cache: cache))
        guard let changed = try await changed() else { return try await run(HashingRun(entries, in: folder)) }
        let indexes = Set(changed.compactMap { entries.index(of: $0) }).sorted()
        guard !indexes.isEmpty else { return contents }
        let again = try await run(HashingRun(entries.selecting(indexes), in: folder))
        for (index, content) in zip(indexes, again) { contents[index] = content }
        return contents
    }

    private func run(_ run: HashingRun) async throws -> [TreeContent] {
        try Task.checkCancellation()
        // A thread costs as much as some twenty small files.
        let count = min(threads, run.count / 32 + 1)
        let ran = await withTaskCancellationHandler {
            await NamedThreads.run(count, name: "tree-hash") { run.work() }
        } onCancel: {
            run.cancel()
        }
        guard ran else { throw TreeError(.noThread, .base, "the system gives this process no more threads") }
        return try run.result()
    }
}
