import ContentHashing
import Synchronization

/// One run of tar into gzip: a thread that reads, one for each core that compress, one that hashes and puts in order.
final class Compression: Sendable {
    /// Reads the tar; called on the reading thread.
    typealias Source = @Sendable (TarStream) throws -> SourceSummary

    private let pool: BlockPool
    private let pieces = Handover<[UInt8]>(limit: 16)
    private let crew: Crew
    private let summary = Mutex<SourceSummary?>(nil)
    private let sums = Mutex<LayerSums?>(nil)

    private init(threads: Int) throws {
        // Four for each deflater, so that none waits for work or for a slower one before it; one is being filled, one hashed.
        let pool = try BlockPool(count: 4 * threads + 2)
        self.pool = pool
        self.crew = Crew(stops: [pool.fail, pieces.fail])
    }

    static func run(_ options: LayerWriter.Options, to sink: ([UInt8]) async throws -> Void, _ source: @escaping Source) async throws -> WrittenLayer
    {
        let threads = max(1, min(options.threads ?? Cores.count, 256))
        let compression = try Compression(threads: threads)
        return try await compression.crew.work {
            try compression.start(threads: threads, level: options.level, source)
            while let piece = try await compression.pieces.takeSuspending() { try await sink(piece) }
            await compression.crew.ended()
            return try compression.result()
        }
    }

    private func start(threads: Int, level: Int, _ source: @escaping Source) throws {
        try crew.start("layer-read") {
            let stream = try TarStream(into: self.pool)
            let summary = try source(stream)
            self.summary.withLock { $0 = summary }
            try stream.finish()
        }
        for number in 0..<threads {
            try crew.start("layer-deflate-\(number)") {
                let deflater = try BlockDeflater(level: level)
                while let block = try self.pool.nextToDeflate() { try block.output.put(try deflater.deflate(block)) }
            }
        }
        try crew.start("layer-hash") { try self.hash() }
    }

    private func hash() throws {
        var sums = LayerSums()
        var frame = GzipFrame()
        func emit(_ piece: [UInt8]) throws {
            sums.addCompressed(piece)
            try pieces.put(piece)
        }
        try emit(GzipFrame.header)
        while let block = try pool.nextInOrder() {
            sums.addTar(block.bytes)
            guard let output = try block.output.take() else { throw CancellationError() }
            frame.add(checksum: output.checksum, count: block.count)
            try pool.recycle(block)
            try emit(output.bytes)
        }
        try emit(frame.trailer)
        self.sums.withLock { [sums] in $0 = sums }
        pieces.finish()
    }

    private func result() throws -> WrittenLayer {
        if let failure = crew.failure { throw failure }
        guard let summary = summary.withLock({ $0 }), let sums = sums.withLock({ $0 }) else { throw CancellationError() }
        return WrittenLayer(sums, summary)
    }
}
