import NIOPosix

/// The threads that make blocking calls, apart by what they wait for: a slow sync holds up no reader, and a reader no
/// upload.
final class StoreThreads: Sendable {
    enum Pool: CaseIterable {
        case hash
        /// Writing of uploads, and what else changes names.
        case write
        case read
        case sync
    }

    private let hash: NIOThreadPool
    private let write: NIOThreadPool
    private let read: NIOThreadPool
    private let sync: NIOThreadPool

    init(_ configuration: FileBlobStore.Configuration) {
        func pool(_ threads: Int, _ name: String) -> NIOThreadPool {
            let pool = NIOThreadPool(numberOfThreads: max(1, threads))
            // The underscored call is public and the only one that takes a name.
            pool._start(threadNamePrefix: name)
            return pool
        }
        // Linux cuts a thread's name to 15 characters.
        self.hash = pool(configuration.hashThreads, "blob-hash-")
        self.write = pool(configuration.writeThreads, "blob-write-")
        self.read = pool(configuration.readThreads, "blob-read-")
        self.sync = pool(configuration.syncThreads, "blob-sync-")
    }

    private subscript(pool: Pool) -> NIOThreadPool {
        switch pool {
        case .hash: hash
        case .write: write
        case .read: read
        case .sync: sync
        }
    }

    /// Queues blocking work. It is run in any case: with false where the threads are ending or gone.
    func submit(to pool: Pool, _ body: @escaping @Sendable (_ isRunning: Bool) -> Void) {
        self[pool].submit { state in
            if case .active = state { body(true) } else { body(false) }
        }
    }

    /// Runs blocking work to its end, cancelled or not.
    ///
    /// - Throws: what `body` throws, and ``BlobStoreError`` with code `closed` after ``shutDown()``.
    func run<Result: Sendable>(on pool: Pool, _ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            submit(to: pool) { isRunning in
                guard isRunning else { return continuation.resume(throwing: BlobStoreError.storeClosed) }
                continuation.resume(with: Swift.Result { try body() })
            }
        }
    }

    /// Ends the threads; work that was not begun fails.
    func shutDown() async {
        for pool in Pool.allCases {
            do {
                try await self[pool].shutdownGracefully()
            } catch {
                // Only the process-wide pools refuse, and these are not.
                assertionFailure("\(error)")
            }
        }
    }
}

extension BlobStoreError {
    static let storeClosed = BlobStoreError(.closed, "the store is shut down")
}
