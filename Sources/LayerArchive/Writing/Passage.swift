import Synchronization

/// One run of a ready gzip: a thread that reads, one that hashes and inflates on the side.
final class Passage: Sendable {
    private let read = Handover<[UInt8]>(limit: 4)
    private let pieces = Handover<[UInt8]>(limit: 4)
    private let crew: Crew
    private let result = Mutex<WrittenLayer?>(nil)

    private init() {
        self.crew = Crew(stops: [read.fail, pieces.fail])
    }

    static func run(_ path: String, to sink: ([UInt8]) async throws -> Void) async throws -> WrittenLayer {
        let passage = Passage()
        return try await passage.crew.work {
            try passage.start(path)
            while let piece = try await passage.pieces.takeSuspending() { try await sink(piece) }
            await passage.crew.ended()
            guard let result = passage.result.withLock({ $0 }) else { throw passage.crew.failure ?? CancellationError() }
            return result
        }
    }

    private func start(_ path: String) throws {
        try crew.start("layer-read") {
            var file = try ArchiveFile(path)
            while true {
                let bytes = try file.read()
                if bytes.isEmpty { break }
                try self.read.put(bytes)
            }
            self.read.finish()
        }
        try crew.start("layer-hash") {
            var reader = ArchiveReader()
            var output = CheckedTar()
            while let bytes = try self.read.take() {
                output.sums.addCompressed(bytes)
                try bytes.withUnsafeBytes { try reader.feed($0, to: &output) }
                try self.pieces.put(bytes)
            }
            try reader.finish(to: &output)
            let (sums, summary) = (output.sums, try output.check.finish())
            self.result.withLock { $0 = WrittenLayer(sums, summary) }
            self.pieces.finish()
        }
    }
}

/// Takes the inflated tar for its digest and its headers alone.
private struct CheckedTar: ArchiveReader.Output {
    var sums = LayerSums()
    var check = ArchiveCheck()
    private let buffer = TarPiece()

    mutating func space() -> UnsafeMutableRawBufferPointer { buffer.space }

    mutating func advance(_ count: Int) throws {
        buffer.advance(count)
        sums.addTar(buffer.bytes)
        try check.feed(buffer.bytes)
        buffer.clear()
    }
}
