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
    /// Entries whose object is in the cache are looked at (kind, mode, size) and not read. Files that are read and have an object
    /// id are recorded in the cache if they really are that object; the caller saves it. The result is the same with and without
    /// ids and cache.
    ///
    /// - Throws: ``TreeError`` for an entry that vanished, can't be read or changes while it is read; `CancellationError` soon
    ///   after the task is cancelled, at most one piece of a file later.
    package func contents(
        of entries: TreeEntries, in folder: TreeFolder, objectIDs: ObjectIDs = ObjectIDs(), cache: ObjectDigestCache? = nil
    ) async throws -> [TreeContent] {
        try Task.checkCancellation()
        let run = HashingRun(entries, in: folder, objectIDs: cache == nil ? ObjectIDs() : objectIDs, cache: cache)
        // A thread costs as much as some twenty small files.
        let count = min(threads, entries.count / 32 + 1)
        let ran = await withTaskCancellationHandler {
            await NamedThreads.run(count, name: "tree-hash") { run.work() }
        } onCancel: {
            run.cancel()
        }
        guard ran else { throw TreeError(.noThread, .base, "the system gives this process no more threads") }
        return try run.result()
    }
}
