import NIOCore
import Synchronization

/// Hands the pieces of an upload from the task that reads them to the HTTP client, one ahead.
///
/// The HTTP client takes a body in a task of its own, which doesn't end with ours. Here both ends can be let go:
/// ``abandon()`` wakes whoever waits.
final class PieceHandoff: Sendable {
    private struct State {
        var piece: ByteBuffer?
        var isFinished = false
        var isAbandoned = false
        var producer: (piece: ByteBuffer, continuation: CheckedContinuation<Void, any Error>)?
        var consumer: CheckedContinuation<ByteBuffer?, any Error>?
        /// Since when a piece waits to be taken.
        var waitsSince: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    /// How long a piece has been waiting for the HTTP client to take it: it does while the server takes bytes.
    var stall: Duration {
        state.withLock { state in state.waitsSince.map { .now - $0 } ?? .zero }
    }

    /// Waits until the piece before this one was taken.
    ///
    /// - Throws: `CancellationError` after ``abandon()`` or a cancellation.
    func send(_ piece: ByteBuffer) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let wake = state.withLock { state -> (() -> Void)? in
                    if state.isAbandoned { return { continuation.resume(throwing: CancellationError()) } }
                    if let consumer = state.consumer {
                        state.consumer = nil
                        return {
                            consumer.resume(returning: piece)
                            continuation.resume()
                        }
                    }
                    if state.piece == nil {
                        state.piece = piece
                        state.waitsSince = .now
                        return { continuation.resume() }
                    }
                    state.producer = (piece, continuation)
                    return nil
                }
                wake?()
            }
        } onCancel: {
            abandon()
        }
    }

    /// Says that there are no more pieces.
    func finish() {
        let consumer = state.withLock { state in
            state.isFinished = true
            defer { state.consumer = nil }
            return state.consumer
        }
        consumer?.resume(returning: nil)
    }

    /// Ends both sides, whatever they wait for.
    func abandon() {
        let (producer, consumer) = state.withLock { state in
            state.isAbandoned = true
            state.piece = nil
            state.waitsSince = nil
            defer {
                state.producer = nil
                state.consumer = nil
            }
            return (state.producer?.continuation, state.consumer)
        }
        producer?.resume(throwing: CancellationError())
        consumer?.resume(throwing: CancellationError())
    }

    /// - Returns: `nil` behind the last piece.
    fileprivate func next() async throws -> ByteBuffer? {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<ByteBuffer?, any Error>) in
            let wake = state.withLock { state -> (() -> Void)? in
                if state.isAbandoned { return { continuation.resume(throwing: CancellationError()) } }
                if let piece = state.piece {
                    state.piece = state.producer?.piece
                    let producer = state.producer?.continuation
                    state.producer = nil
                    state.waitsSince = state.piece == nil ? nil : .now
                    return {
                        continuation.resume(returning: piece)
                        producer?.resume()
                    }
                }
                if state.isFinished { return { continuation.resume(returning: nil) } }
                state.consumer = continuation
                return nil
            }
            wake?()
        }
    }
}

extension PieceHandoff {
    /// The pieces, for one to take.
    struct Pieces: AsyncSequence, Sendable {
        typealias Element = ByteBuffer
        let handoff: PieceHandoff

        struct Iterator: AsyncIteratorProtocol {
            let handoff: PieceHandoff
            mutating func next() async throws -> ByteBuffer? { try await handoff.next() }
        }

        func makeAsyncIterator() -> Iterator { Iterator(handoff: handoff) }
    }

    var pieces: Pieces { Pieces(handoff: self) }
}
