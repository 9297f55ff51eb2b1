import BlobStore
import ContentHashing
import OCIModel
import Synchronization

/// A store whose removals a test can meet.
final class InterposedBlobStore: BlobStore {
    private let base: FileBlobStore
    private let removal = Mutex<(@Sendable (Digest) async throws -> Void)?>(nil)
    private let listing = Mutex<(@Sendable (BlobShard) async throws -> Void)?>(nil)

    init(_ base: FileBlobStore) {
        self.base = base
    }

    /// Called before bytes are removed.
    func beforeRemoval(_ body: (@Sendable (Digest) async throws -> Void)?) {
        removal.withLock { $0 = body }
    }

    /// Called after a part was listed, before the list is handed on.
    func afterListing(_ body: (@Sendable (BlobShard) async throws -> Void)?) {
        listing.withLock { $0 = body }
    }

    func remove(_ digest: Digest) async throws {
        try await removal.withLock { $0 }?(digest)
        try await base.remove(digest)
    }

    func digests(in shard: BlobShard) async throws -> BlobListing {
        let found = try await base.digests(in: shard)
        try await listing.withLock { $0 }?(shard)
        return found
    }

    func createUpload(_ id: UploadID, algorithm: DigestAlgorithm) async throws -> any BlobUpload {
        try await base.createUpload(id, algorithm: algorithm)
    }

    func resumeUpload(_ id: UploadID, algorithm: DigestAlgorithm) async throws -> any BlobUpload {
        try await base.resumeUpload(id, algorithm: algorithm)
    }

    func uploadSize(_ id: UploadID) async throws -> Int64? { try await base.uploadSize(id) }
    func discardUpload(_ id: UploadID) async throws { try await base.discardUpload(id) }
    func uploadIDs() async throws -> [UploadID] { try await base.uploadIDs() }
    func size(of digest: Digest) async throws -> Int64? { try await base.size(of: digest) }
    func open(_ digest: Digest, expectedSize: Int64) async throws -> BlobContent { try await base.open(digest, expectedSize: expectedSize) }
    func releaseReserve() async throws { try await base.releaseReserve() }
    func space() async throws -> StorageSpace { try await base.space() }
}

/// A door that is shut until a test opens it.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var arrived = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// How many came to the door.
    var arrived: Int { state.withLock { $0.arrived } }

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state -> Bool in
                state.arrived += 1
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func waitForArrival() async throws {
        try await waitUntil("somebody came to the gate") { arrived > 0 }
    }
}

/// Something that comes true once.
final class Flag: Sendable {
    private let value = Mutex(false)
    var isSet: Bool { value.withLock { $0 } }
    func set() { value.withLock { $0 = true } }
}

struct Unexpected: Error {
    let what: String
}

/// Polls, for at most ten seconds.
func waitUntil(_ what: String, _ condition: () -> Bool) async throws {
    for _ in 0..<10_000 {
        if condition() { return }
        try await Task.sleep(for: .milliseconds(1))
    }
    throw Unexpected(what: "waited in vain until \(what)")
}

/// Long enough for whoever isn't held to get on.
func letOthersRun() async throws {
    try await Task.sleep(for: .milliseconds(30))
}
