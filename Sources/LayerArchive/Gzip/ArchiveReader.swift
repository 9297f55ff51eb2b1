/// Turns an archive that arrives in pieces, packed or not, into tar. For one thread.
struct ArchiveReader {
    /// Where tar is put.
    protocol Output {
        /// Room for more; at least a byte.
        mutating func space() throws -> UnsafeMutableRawBufferPointer
        /// Bytes were put there.
        mutating func advance(_ count: Int) throws
    }

    private enum Packing { case none, gzip(Inflater) }

    /// nil until enough bytes are there to tell.
    private var packing: Packing?
    private var prefix: [UInt8] = []

    /// - Throws: ``LayerArchiveError``, and what the output throws.
    mutating func feed(_ bytes: UnsafeRawBufferPointer, to output: inout some Output) throws {
        if packing != nil { return try read(bytes, to: &output) }
        prefix += bytes
        if prefix.count >= ArchiveFormat.prefixCount { try begin(&output) }
    }

    /// - Throws: ``LayerArchiveError`` where a gzip is not complete.
    mutating func finish(to output: inout some Output) throws {
        if packing == nil { try begin(&output) }
        if case .gzip(let inflater) = packing { try inflater.finish() }
    }

    private mutating func begin(_ output: inout some Output) throws {
        switch try ArchiveFormat(prefix: prefix) {
        case .tar: packing = Packing.none
        case .gzip: packing = .gzip(try Inflater())
        }
        let first = prefix
        prefix = []
        try first.withUnsafeBytes { try read($0, to: &output) }
    }

    private func read(_ bytes: UnsafeRawBufferPointer, to output: inout some Output) throws {
        var rest = bytes
        var isFull = false
        // With its output full libz may hold back some, though all its input is taken.
        while !rest.isEmpty || isFull {
            let space = try output.space()
            let (taken, written) = try step(rest, into: space)
            isFull = written == space.count
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
            try output.advance(written)
        }
    }

    private func step(_ bytes: UnsafeRawBufferPointer, into space: UnsafeMutableRawBufferPointer) throws -> (taken: Int, written: Int) {
        switch packing {
        case .gzip(let inflater):
            return try inflater.inflate(bytes, into: space)
        default:
            let count = min(bytes.count, space.count)
            space.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(count)))
            return (count, count)
        }
    }
}
