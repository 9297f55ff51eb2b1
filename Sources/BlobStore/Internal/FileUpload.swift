import ContentHashing
import Logging
import NIOCore
import OCIModel
import Synchronization

/// An upload in a file of its own.
///
/// `UploadPipeline` decides, this class acts: it runs the two lanes (writer and hasher, each at most one job at a time) and
/// wakes the callers that wait.
final class FileUpload: BlobUpload {
    enum Phase { case open, completing, ended }

    struct State {
        var pipeline: UploadPipeline
        var phase = Phase.open
        var waiters: [Int: CheckedContinuation<Void, any Error>] = [:]
        var nextTicket = 0
        /// A sync failed, or may have failed in an earlier process: the kernel may hold bytes for written that are not.
        var needsRewrite: Bool
    }

    /// What only the writer looks at.
    private struct WriterState {
        var bytesUntilSpaceCheck: Int64
        var writtenBack: Int64
    }

    let id: UploadID
    let context: StoreContext
    let descriptor: FileDescriptor
    let state: Mutex<State>
    /// Touched by the hashing lane, and by calls that know it idle.
    let hasher: Mutex<ContentHasher>
    private let writer: Mutex<WriterState>

    /// - Parameters:
    ///   - descriptor: open for reading and writing; the upload closes it.
    ///   - hasher: has taken the bytes before `offset`, which is the file's size.
    ///   - isFresh: the free space was just looked at.
    init(
        _ id: UploadID, in context: StoreContext, descriptor: FileDescriptor, hasher: ContentHasher, offset: Int64, needsRewrite: Bool, isFresh: Bool
    ) {
        self.id = id
        self.context = context
        self.descriptor = descriptor
        let pipeline = UploadPipeline(window: context.configuration.uploadWindow, offset: offset)
        self.state = Mutex(State(pipeline: pipeline, needsRewrite: needsRewrite))
        self.hasher = Mutex(hasher)
        self.writer = Mutex(WriterState(bytesUntilSpaceCheck: isFresh ? context.configuration.spaceCheckInterval : 0, writtenBack: offset))
    }

    var offset: Int64 { state.withLock { $0.pipeline.accepted } }

    func append(_ bytes: ByteBuffer) async throws {
        try await wait { state, ticket in
            switch state.phase {
            case .open: state.pipeline.append(bytes, ticket: ticket)
            case .completing: .init(failed: [ticket], error: self.busy)
            case .ended: .init(failed: [ticket], error: self.ended)
            }
        }
    }

    func flush() async throws {
        try await wait { state, ticket in
            state.phase == .ended ? .init(failed: [ticket], error: self.ended) : state.pipeline.flush(ticket: ticket)
        }
    }

    var busy: BlobStoreError { BlobStoreError(.busy, "another call is completing the upload \(id)") }
    var ended: BlobStoreError { BlobStoreError(.uploadUnknown, "the upload \(id) has ended") }

    // MARK: Waiting

    /// Runs a step under a ticket and waits until some effect names the ticket.
    private func wait(_ step: (inout State, _ ticket: Int) -> UploadPipeline.Effects) async throws {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                perform { state -> UploadPipeline.Effects? in
                    // Looked at under the lock: a cancellation before it finds no waiter, one after it does.
                    guard !Task.isCancelled else {
                        continuation.resume(throwing: CancellationError())
                        return nil
                    }
                    state.waiters[ticket] = continuation
                    return step(&state, ticket)
                }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: ticket) }
            guard let waiter else { return }
            perform { $0.pipeline.cancel(ticket: ticket) }
            waiter.resume(throwing: CancellationError())
        }
    }

    /// Waits for the lanes to come to rest, cancelled or not.
    func drain() async throws {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            perform { state in
                state.waiters[ticket] = continuation
                return state.pipeline.flush(ticket: ticket)
            }
        }
    }

    /// Changes the state and does what that makes necessary.
    func perform(_ step: (inout State) -> UploadPipeline.Effects?) {
        let (effects, finished, failed) = state.withLock { state in
            let effects = step(&state) ?? UploadPipeline.Effects()
            let finished = effects.finished.compactMap { state.waiters.removeValue(forKey: $0) }
            let failed = effects.failed.compactMap { state.waiters.removeValue(forKey: $0) }
            return (effects, finished, failed)
        }
        if effects.startWriting { startWriting() }
        if effects.startHashing { startHashing() }
        for waiter in finished { waiter.resume() }
        for waiter in failed { waiter.resume(throwing: effects.error ?? ended) }
    }
}

// MARK: Lanes

extension FileUpload {
    private func startWriting() {
        context.threads.submit(to: .write) { [self] isRunning in
            guard isRunning else { return perform { $0.pipeline.abandon(.storeClosed) } }
            // One window, then to the back of the queue: a fast upload must not keep a thread from the others.
            var budget = context.configuration.uploadWindow
            while budget > 0 {
                guard let piece = next({ $0.nextToWrite() }) else { return }
                write(piece)
                budget -= piece.cost
            }
            startWriting()
        }
    }

    private func startHashing() {
        context.threads.submit(to: .hash) { [self] isRunning in
            guard isRunning else { return perform { $0.pipeline.abandon(.storeClosed) } }
            var budget = context.configuration.uploadWindow
            while budget > 0 {
                guard let piece = next({ $0.nextToHash() }) else { return }
                hasher.withLock { hasher in piece.bytes.withUnsafeReadableBytes { hasher.update($0) } }
                perform { $0.pipeline.hashed(piece) }
                budget -= piece.cost
            }
            startHashing()
        }
    }

    private func next(_ take: (inout UploadPipeline) -> (UploadPipeline.Piece?, UploadPipeline.Effects)) -> UploadPipeline.Piece? {
        var piece: UploadPipeline.Piece?
        perform { state in
            let (taken, effects) = take(&state.pipeline)
            piece = taken
            return effects
        }
        return piece
    }

    private func write(_ piece: UploadPipeline.Piece) {
        writer.withLock { writer in
            var written = 0
            do {
                if writer.bytesUntilSpaceCheck <= 0 {
                    try context.requireRoom()
                    writer.bytesUntilSpaceCheck = context.configuration.spaceCheckInterval
                }
                let result = Result { () throws(FileError) in
                    try piece.bytes.withUnsafeReadableBytes { bytes throws(FileError) in
                        try context.fileSystem.writeFully(descriptor, bytes, at: piece.offset, written: &written)
                    }
                }
                if case .failure(let error) = result { throw context.failure(error, while: "write the upload \(id)") }
                writer.bytesUntilSpaceCheck -= Int64(written)
                perform { $0.pipeline.wrote(piece) }
                startWriteback(&writer, upTo: piece.offset + Int64(written))
            } catch {
                writer.bytesUntilSpaceCheck = 0
                cutTail(to: piece.offset + Int64(written))
                let failure = error as? BlobStoreError ?? BlobStoreError(.io, "could not write the upload \(id)", cause: error)
                perform { $0.pipeline.failedToWrite(piece, after: written, failure) }
            }
        }
    }

    /// Leaves nothing behind the upload's end. Where that fails the next bytes overwrite it, and publishing cuts again.
    private func cutTail(to size: Int64) {
        do {
            if try context.fileSystem.status(descriptor).size > size {
                try context.fileSystem.truncate(descriptor, to: size)
            }
        } catch {
            context.logger.warning("an upload's file could not be cut", metadata: ["upload": "\(id)", "error": "\(error)"])
        }
    }

    private func startWriteback(_ writer: inout WriterState, upTo end: Int64) {
        guard end - writer.writtenBack >= context.configuration.writebackInterval else { return }
        let start = writer.writtenBack
        writer.writtenBack = end
        do {
            try context.fileSystem.startWriteback(descriptor, at: start, count: end - start)
        } catch {
            // Not yet a loss: publishing reads everything again, writes it again, and its sync decides.
            context.logger.warning("bytes of an upload did not reach the disk", metadata: ["upload": "\(id)", "error": "\(error)"])
            state.withLock { $0.needsRewrite = true }
        }
    }
}
