/// The bytes of a tar on their way into blocks. For one thread.
final class TarStream {
    private let pool: BlockPool
    private var block: InputBlock

    init(into pool: BlockPool) throws {
        self.pool = pool
        self.block = try pool.free()
        block.start(after: [])
    }

    func append(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try append($0) }
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = try fill(upTo: rest.count) { space in
                space.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest.prefix(space.count)))
                return space.count
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Lets `body` write into the block, at least one byte's room, and returns how many bytes it says it wrote.
    func fill(upTo count: Int, _ body: (UnsafeMutableRawBufferPointer) throws -> Int) throws -> Int {
        if block.space.isEmpty {
            let dictionary = Array(block.bytes.suffix(BlockDeflater.dictionarySize))
            try pool.submit(block)
            block = try pool.free()
            block.start(after: dictionary)
        }
        let written = try body(UnsafeMutableRawBufferPointer(rebasing: block.space.prefix(count)))
        block.advance(written)
        return written
    }

    func finish() throws {
        block.markLast()
        try pool.submit(block)
        pool.finish()
    }
}
