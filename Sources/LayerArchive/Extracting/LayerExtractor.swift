import Synchronization

/// Extracts a layer that arrives in pieces, as gzip (of one member or many) or plain tar; which of them shows in its first bytes.
/// Other compressions, such as zstd, are refused by name.
///
/// Inflating and hashing run on one thread, writing on another, both beside the caller.
///
/// **Nothing leaves the folder.** Every name is opened relative to its open folder, component by component, following no link,
/// whoever made it. Refused are `..`, absolute paths, links that lead out (``ExtractionOptions/links``), and what the options
/// don't allow. Of several entries with one path the last counts; an entry of another kind replaces what is there. Entries in
/// the folder that the archive doesn't name are kept.
///
/// **Restored** are modes, symbolic and hard links, and modification times of all kinds, of folders at the end; the root's own
/// are not touched. Folders that only entries below them imply get 0755. Nothing is synced to the disk.
///
/// **After an error**, a cancelled task or ``cancel()`` the folder holds some part of the archive: throw it away.
/// Call one method at a time, and end with ``finish()`` or ``cancel()``.
package final class LayerExtractor: Sendable {
    private let extraction: Extraction
    private let hasEnded = Mutex(false)

    /// - Parameter folder: must exist.
    /// - Throws: ``LayerArchiveError`` where the system gives no thread.
    package init(into folder: String, options: ExtractionOptions = ExtractionOptions()) throws {
        self.extraction = try Extraction(into: folder, options)
    }

    deinit {
        // The threads hold the extraction, not this.
        extraction.crew.fail(CancellationError())
    }

    /// Queues bytes, and waits while a few MiB are on their way.
    ///
    /// - Throws: ``LayerArchiveError`` for what was wrong with this or an earlier piece; `CancellationError`. After either no
    ///   thread is running any more.
    package func append(_ bytes: [UInt8]) async throws {
        try checkOpen()
        guard !bytes.isEmpty else { return }
        do {
            try await extraction.crew.stoppedWhenCancelled { try await extraction.append(bytes) }
        } catch {
            await cancel()
            throw error
        }
    }

    /// Waits until everything is written, and checks that the archive came to its end.
    ///
    /// - Throws: as ``append(_:)``.
    package func finish() async throws -> ExtractedLayer {
        try checkOpen()
        hasEnded.withLock { $0 = true }
        return try await extraction.crew.stoppedWhenCancelled { try await extraction.finish() }
    }

    /// Stops the threads and waits for their end. Does nothing after ``finish()``.
    package func cancel() async {
        hasEnded.withLock { $0 = true }
        extraction.crew.fail(CancellationError())
        await extraction.crew.ended()
    }

    private func checkOpen() throws {
        guard !hasEnded.withLock({ $0 }) else { throw LayerArchiveError(.closed, "the extraction has ended already") }
    }
}
