import LayerArchive

/// Writes and extracts in memory.
enum Layers {
    static func write(_ path: String, _ options: LayerWriter.Options = .init()) async throws -> (bytes: [UInt8], layer: WrittenLayer) {
        var bytes: [UInt8] = []
        let layer = try await LayerWriter(options: options).write(folder: path) { bytes += $0 }
        return (bytes, layer)
    }

    static func write(archive path: String) async throws -> (bytes: [UInt8], layer: WrittenLayer) {
        var bytes: [UInt8] = []
        let layer = try await LayerWriter().write(archive: path) { bytes += $0 }
        return (bytes, layer)
    }

    @discardableResult
    static func extract(
        _ bytes: [UInt8], into folder: String, _ options: ExtractionOptions = .init(), pieces: Int = 64 << 10
    ) async throws -> ExtractedLayer {
        let extractor = try LayerExtractor(into: folder, options: options)
        do {
            for start in stride(from: 0, to: bytes.count, by: pieces) {
                try await extractor.append(Array(bytes[start..<min(start + pieces, bytes.count)]))
            }
            return try await extractor.finish()
        } catch {
            await extractor.cancel()
            throw error
        }
    }

    /// The error that extracting fails with; nil where it doesn't.
    static func refusal(of bytes: [UInt8], into folder: String, _ options: ExtractionOptions = .init()) async throws -> LayerArchiveError? {
        do {
            try await extract(bytes, into: folder, options)
            return nil
        } catch let error as LayerArchiveError {
            return error
        }
    }
}
