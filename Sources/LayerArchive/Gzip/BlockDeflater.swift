import CZlib

/// Compresses blocks so that their outputs, one behind the other, are one deflate stream.
///
/// Every block starts from a fresh state and the 32 KiB before it as the dictionary, and ends on a byte (a sync flush): its
/// output depends on those bytes and the level alone. That is how `pigz` works too. For one thread at a time.
final class BlockDeflater {
    /// What deflate may refer back to, in bytes.
    static let dictionarySize = 32 << 10
    /// Bytes of input in a block. Larger ones lose less at their ends, smaller ones need less memory and start sooner. Part of
    /// what makes the compressed bytes: changing it changes every digest.
    static let blockSize = 128 << 10

    struct Output: Sendable {
        let bytes: [UInt8]
        /// Of the input.
        let checksum: UInt
    }

    // zlib keeps the address.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    init(level: Int) throws {
        stream.initialize(to: z_stream())
        // A negative window: no header or trailer. 8 is zlib's default for memory.
        let result = deflateInit2_(
            stream, Int32(clamping: level), Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard result == Z_OK else {
            throw LayerArchiveError(.unsupported, "libz refused to compress at level \(level) (\(result)); use a level of 1 to 9")
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func deflate(_ block: InputBlock) throws -> Output {
        deflateReset(stream)
        let dictionary = block.dictionary
        if let start = dictionary.baseAddress, !dictionary.isEmpty {
            deflateSetDictionary(stream, start.assumingMemoryBound(to: UInt8.self), UInt32(dictionary.count))
        }
        let input = block.bytes
        let start = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
        stream.pointee.avail_in = UInt32(input.count)
        // The bound leaves out what a flush adds.
        let capacity = Int(deflateBound(stream, UInt(input.count))) + 64
        let bytes = try [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            stream.pointee.next_out = buffer.baseAddress
            stream.pointee.avail_out = UInt32(capacity)
            let result = CZlib.deflate(stream, block.isLast ? Z_FINISH : Z_SYNC_FLUSH)
            guard result == (block.isLast ? Z_STREAM_END : Z_OK), stream.pointee.avail_in == 0, stream.pointee.avail_out > 0 else {
                throw LayerArchiveError(.unsupported, "libz could not compress a block (\(result))")
            }
            count = capacity - Int(stream.pointee.avail_out)
        }
        return Output(bytes: bytes, checksum: crc32(0, start, UInt32(input.count)))
    }

    static var libraryVersion: String { String(cString: zlibVersion()) }
}
