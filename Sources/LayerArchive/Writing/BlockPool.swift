/// The blocks of one compression, and the queues they go round in.
final class BlockPool: Sendable {
    private let unused: Handover<InputBlock>
    private let waiting: Handover<InputBlock>
    private let ordered: Handover<InputBlock>
    private let blocks: [InputBlock]

    /// - Parameter count: how many blocks there are; their memory is taken when they are first filled.
    init(count: Int) throws {
        self.blocks = (0..<count).map { _ in InputBlock() }
        self.unused = Handover(limit: count)
        self.waiting = Handover(limit: count)
        self.ordered = Handover(limit: count)
        for block in blocks { try unused.put(block) }
    }

    func fail(_ error: any Error) {
        for queue in [unused, waiting, ordered] { queue.fail(error) }
        for block in blocks { block.output.fail(error) }
    }

    // MARK: Who fills

    /// A block to fill; waits for one.
    func free() throws -> InputBlock {
        guard let block = try unused.take() else { throw CancellationError() }
        return block
    }

    func submit(_ block: InputBlock) throws {
        try waiting.put(block)
        try ordered.put(block)
    }

    func finish() {
        waiting.finish()
        ordered.finish()
    }

    // MARK: Who compresses

    /// The next block for any deflater, which puts its output into the block; nil is the end.
    func nextToDeflate() throws -> InputBlock? { try waiting.take() }

    // MARK: Who hashes

    /// The blocks in the order of the tar, compressed or not; nil is the end.
    func nextInOrder() throws -> InputBlock? { try ordered.take() }

    /// Nobody reads the block any more.
    func recycle(_ block: InputBlock) throws { try unused.put(block) }
}
