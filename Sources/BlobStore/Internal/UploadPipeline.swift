import NIOCore

/// Decides what becomes of the bytes of one upload: admitted in order while the window has room, written, then hashed.
///
/// Hashing follows writing piece by piece, so the hash covers exactly what is in the file, after an error too; writing the
/// next piece overlaps it. A value without effects: calls return what has to be done (``Effects``).
struct UploadPipeline {
    /// Bytes on their way, and where in the file they go.
    struct Piece {
        var bytes: ByteBuffer
        let offset: Int64
        /// What it takes of the window: a few bytes may hold a large buffer alive, so they count for more.
        let cost: Int
    }

    /// What a step makes necessary.
    struct Effects {
        var startWriting = false
        var startHashing = false
        /// The waiting calls that are done.
        var finished: [Int] = []
        /// The waiting calls that failed.
        var failed: [Int] = []
        var error: BlobStoreError?
    }

    static let minimumCost = 4 << 10

    private let window: Int
    private let pieceSize: Int
    /// The upload's size: everything taken over, and nothing that was dropped.
    private(set) var accepted: Int64
    private(set) var written: Int64
    private(set) var inFlight = 0
    private(set) var isWriting = false
    private(set) var isHashing = false
    private var toWrite = CircularBuffer<Piece>()
    private var toHash = CircularBuffer<Piece>()
    private var appends = CircularBuffer<(ticket: Int, bytes: ByteBuffer)>()
    private var flushes: [Int] = []
    /// An error that no call has thrown yet.
    private var failure: BlobStoreError?

    /// - Parameters:
    ///   - window: the bytes that may be in flight.
    ///   - offset: the bytes that are in the file and hashed already.
    init(window: Int, offset: Int64) {
        self.window = max(window, Self.minimumCost)
        // At least four, so that writing and hashing overlap for one large buffer as well.
        self.pieceSize = max(self.window / 4, Self.minimumCost)
        self.accepted = offset
        self.written = offset
    }

    var isIdle: Bool { !isWriting && !isHashing && toWrite.isEmpty && toHash.isEmpty && appends.isEmpty }

    // MARK: Callers

    mutating func append(_ bytes: ByteBuffer, ticket: Int) -> Effects {
        if let failure { return throwing(failure, to: ticket) }
        guard bytes.readableBytes > 0 else { return Effects(finished: [ticket]) }
        appends.append((ticket, bytes))
        return admit()
    }

    mutating func flush(ticket: Int) -> Effects {
        if let failure { return throwing(failure, to: ticket) }
        guard !isIdle else { return Effects(finished: [ticket]) }
        flushes.append(ticket)
        return Effects()
    }

    /// Takes a call back. nil where it has ended already.
    mutating func cancel(ticket: Int) -> Effects? {
        if let index = appends.firstIndex(where: { $0.ticket == ticket }) {
            appends.remove(at: index)
        } else if let index = flushes.firstIndex(of: ticket) {
            flushes.remove(at: index)
        } else {
            return nil
        }
        var effects = admit()
        settle(&effects)
        return effects
    }

    private mutating func throwing(_ error: BlobStoreError, to ticket: Int) -> Effects {
        failure = nil
        return Effects(failed: [ticket], error: error)
    }

    /// Moves bytes from waiting calls into the window, in their order.
    private mutating func admit() -> Effects {
        var effects = Effects()
        while let head = appends.first {
            let size = min(head.bytes.readableBytes, pieceSize)
            let cost = max(size, Self.minimumCost)
            guard inFlight + cost <= window, let slice = appends[appends.startIndex].bytes.readSlice(length: size) else { break }
            toWrite.append(Piece(bytes: slice, offset: accepted, cost: cost))
            accepted += Int64(size)
            inFlight += cost
            if appends[appends.startIndex].bytes.readableBytes == 0 {
                appends.removeFirst()
                effects.finished.append(head.ticket)
            }
        }
        if !toWrite.isEmpty, !isWriting {
            isWriting = true
            effects.startWriting = true
        }
        return effects
    }

    private mutating func settle(_ effects: inout Effects) {
        guard isIdle else { return }
        effects.finished += flushes
        flushes = []
    }
}

// MARK: Lanes

extension UploadPipeline {
    /// The next piece for the writer; nil ends it, until an effect starts it again.
    mutating func nextToWrite() -> (Piece?, Effects) {
        if let piece = toWrite.popFirst() { return (piece, Effects()) }
        isWriting = false
        var effects = Effects()
        settle(&effects)
        return (nil, effects)
    }

    mutating func wrote(_ piece: Piece) -> Effects {
        written += Int64(piece.bytes.readableBytes)
        toHash.append(piece)
        defer { isHashing = true }
        return Effects(startHashing: !isHashing)
    }

    /// Drops what was not written, so that the upload's size is again that of the file.
    ///
    /// - Parameter count: the bytes of the piece that were written all the same.
    mutating func failedToWrite(_ piece: Piece, after count: Int, _ error: BlobStoreError) -> Effects {
        var effects = Effects()
        if count > 0, let bytes = piece.bytes.getSlice(at: piece.bytes.readerIndex, length: count) {
            effects = wrote(Piece(bytes: bytes, offset: piece.offset, cost: piece.cost))
        } else {
            inFlight -= piece.cost
        }
        inFlight -= toWrite.reduce(0) { $0 + $1.cost }
        toWrite.removeAll()
        accepted = written
        effects.failed = appends.map(\.ticket) + flushes
        effects.error = error
        failure = effects.failed.isEmpty ? error : nil
        appends.removeAll()
        flushes = []
        return effects
    }

    mutating func nextToHash() -> (Piece?, Effects) {
        if let piece = toHash.popFirst() { return (piece, Effects()) }
        isHashing = false
        var effects = Effects()
        settle(&effects)
        return (nil, effects)
    }

    mutating func hashed(_ piece: Piece) -> Effects {
        inFlight -= piece.cost
        return admit()
    }

    /// The threads are gone: nothing in flight will be done any more.
    mutating func abandon(_ error: BlobStoreError) -> Effects {
        let failed = appends.map(\.ticket) + flushes
        (appends, toWrite, toHash, flushes) = ([], [], [], [])
        (inFlight, isWriting, isHashing) = (0, false, false)
        accepted = written
        failure = error
        return Effects(failed: failed, error: error)
    }
}
