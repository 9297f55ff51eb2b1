package import ContentHashing
import FoundationEssentials
package import NIOCore
import Synchronization

/// A temporary file that one task writes and another pushes at the same time.
///
/// Since the bytes are on disk, a push that was interrupted goes on where the server stands. The file has no name: nothing
/// stays behind, even after a kill -9.
package final class GrowingFile: GrowingBlobSource {
    private struct State {
        var size: Int64 = 0
        var digest: Digest?
        var failure: (any Error)?
        var nextWaiter: UInt64 = 0
        var waiters: [UInt64: Waiter] = [:]

        func answer(beyond offset: Int64) -> Result<BlobGrowth, any Error>? {
            if let failure { return .failure(failure) }
            if digest != nil || size > offset { return .success(BlobGrowth(size: size, digest: digest)) }
            return nil
        }
    }

    private struct Waiter {
        let offset: Int64
        let continuation: CheckedContinuation<BlobGrowth, any Error>
    }

    private let file: OpenFile
    private let queue = FileQueue("blob.grow")
    private let reading = FileQueue("blob.read")
    private let state = Mutex(State())

    /// - Parameter folder: Where the bytes are kept; the system's temporary folder where it is `nil`.
    /// - Throws: What the system says.
    package init(folder: String? = nil) throws {
        self.file = try OpenFile(temporaryIn: folder ?? FileManager.default.temporaryDirectory.path)
    }

    /// Writes at the end. Only one task writes.
    ///
    /// - Throws: What the system says, such as a full disk; what was written before stays.
    package func append(_ bytes: [UInt8]) async throws {
        try await append(count: bytes.count) { [file] offset in try bytes.withUnsafeBytes { try file.write($0, at: offset) } }
    }

    package func append(_ bytes: ByteBuffer) async throws {
        try await append(count: bytes.readableBytes) { [file] offset in try bytes.withUnsafeReadableBytes { try file.write($0, at: offset) } }
    }

    private func append(count: Int, write: @escaping @Sendable (Int64) throws -> Void) async throws {
        let offset = state.withLock { $0.size }
        try await queue.run { try write(offset) }
        change { $0.size += Int64(count) }
    }

    /// Says that all is written, and what its digest is.
    package func finish(digest: Digest) {
        change { $0.digest = digest }
    }

    /// Says that there will be no more, and why. Whoever reads gets `error`.
    package func fail(_ error: any Error) {
        change { $0.failure = $0.failure ?? error }
    }

    package func growth(beyond offset: Int64) async throws -> BlobGrowth {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<BlobGrowth, any Error>? = state.withLock { state in
                    // A cancellation after this look finds the waiter, since it takes the same lock.
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if let answer = state.answer(beyond: offset) { return answer }
                    state.waiters[id] = Waiter(offset: offset, continuation: continuation)
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: id) }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    package func read(from offset: Int64, count: Int) async throws -> ByteBuffer {
        // Not behind the writer in its queue, but beside it: what is read here is written already.
        try await reading.run { [file] in try file.read(from: offset, count: count) }
    }

    private func change(_ change: (inout State) -> Void) {
        let answers = state.withLock { state in
            change(&state)
            var answers: [(CheckedContinuation<BlobGrowth, any Error>, Result<BlobGrowth, any Error>)] = []
            for (id, waiter) in state.waiters {
                guard let answer = state.answer(beyond: waiter.offset) else { continue }
                answers.append((waiter.continuation, answer))
                state.waiters[id] = nil
            }
            return answers
        }
        for (continuation, answer) in answers { continuation.resume(with: answer) }
    }
}
