import ContentHashing
import Synchronization

/// One run of an extraction: a thread that inflates and hashes, and one that writes.
final class Extraction: Sendable {
    /// Bytes from the caller that may wait to be inflated, besides the last piece.
    private static let window = 2 << 20
    private static let pieceCount = 8

    private let options: ExtractionOptions
    private let input = Handover<[UInt8]>(limit: Extraction.window) { max($0.count, 1) }
    private let unused = Handover<TarPiece>(limit: Extraction.pieceCount)
    private let filled = Handover<TarPiece>(limit: Extraction.pieceCount)
    let crew: Crew
    private let tar = Mutex<(diffID: Digest, size: Int64)?>(nil)
    private let entryCount = Mutex<Int?>(nil)

    init(into folder: String, _ options: ExtractionOptions) throws {
        self.options = options
        self.crew = Crew(stops: [input.fail, unused.fail, filled.fail])
        for _ in 0..<Self.pieceCount { try unused.put(TarPiece()) }
        do {
            try crew.start("layer-inflate") { try self.inflate() }
            try crew.start("layer-write") { try self.write(into: folder) }
        } catch {
            crew.fail(error)
            throw error
        }
    }

    func append(_ bytes: [UInt8]) async throws { try await input.putSuspending(bytes) }

    func finish() async throws -> ExtractedLayer {
        input.finish()
        await crew.ended()
        if let failure = crew.failure { throw failure }
        guard let tar = tar.withLock({ $0 }), let entryCount = entryCount.withLock({ $0 }) else { throw CancellationError() }
        return ExtractedLayer(diffID: tar.diffID, size: tar.size, entryCount: entryCount)
    }

    private func inflate() throws {
        var reader = ArchiveReader()
        var output = HashedOutput(maximumSize: options.maximumSize, unused: unused, filled: filled)
        while let bytes = try input.take() { try bytes.withUnsafeBytes { try reader.feed($0, to: &output) } }
        try reader.finish(to: &output)
        try output.flush()
        tar.withLock { [output] in $0 = (output.hasher.digest(), output.size) }
        filled.finish()
    }

    private func write(into folder: String) throws {
        var writer = try EntryWriter(into: folder, options)
        var parser = TarParser()
        while let piece = try filled.take() {
            try parser.feed(piece.bytes, to: &writer)
            piece.clear()
            try unused.put(piece)
        }
        try parser.finish()
        try writer.finish()
        entryCount.withLock { [parser] in $0 = parser.entryCount }
    }
}

/// Collects tar in pieces, which it hashes and counts.
private struct HashedOutput: ArchiveReader.Output {
    let maximumSize: Int64?
    let unused: Handover<TarPiece>
    let filled: Handover<TarPiece>
    private(set) var hasher = ContentHasher(algorithm: .sha256)
    private(set) var size: Int64 = 0
    private var piece: TarPiece?

    init(maximumSize: Int64?, unused: Handover<TarPiece>, filled: Handover<TarPiece>) {
        self.maximumSize = maximumSize
        self.unused = unused
        self.filled = filled
    }

    mutating func space() throws -> UnsafeMutableRawBufferPointer {
        if let piece { return piece.space }
        guard let next = try unused.take() else { throw CancellationError() }
        piece = next
        return next.space
    }

    mutating func advance(_ count: Int) throws {
        guard let piece else { return }
        piece.advance(count)
        size += Int64(count)
        if let maximumSize, size > maximumSize {
            throw LayerArchiveError(.tooLarge, "the archive is larger than the \(maximumSize) bytes that are allowed")
        }
        if piece.space.isEmpty { try flush() }
    }

    mutating func flush() throws {
        guard let full = piece else { return }
        piece = nil
        hasher.update(full.bytes)
        try filled.put(full)
    }
}
