/// A buffer for one block of tar, with the end of the block before it.
///
/// Goes round: the reader fills it, a deflater compresses it while the tar is hashed, and the reader gets it back. Unchecked:
/// only who fills it writes, and the queues between the threads order that before and after all reading.
final class InputBlock: @unchecked Sendable {
    private let memory = UnsafeMutableRawBufferPointer.allocate(
        byteCount: BlockDeflater.dictionarySize + BlockDeflater.blockSize, alignment: 64)
    private var dictionaryCount = 0
    private(set) var count = 0
    private(set) var isLast = false

    /// Where its deflater leaves the output.
    let output = Handover<BlockDeflater.Output>(limit: 1)

    deinit { memory.deallocate() }

    var dictionary: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: memory[(BlockDeflater.dictionarySize - dictionaryCount)...].prefix(dictionaryCount))
    }
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[BlockDeflater.dictionarySize...].prefix(count)) }
    /// Where the next bytes go.
    var space: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: memory[(BlockDeflater.dictionarySize + count)...]) }

    func start(after dictionary: [UInt8]) {
        UnsafeMutableRawBufferPointer(rebasing: memory[(BlockDeflater.dictionarySize - dictionary.count)...]).copyBytes(from: dictionary)
        (dictionaryCount, count, isLast) = (dictionary.count, 0, false)
    }

    /// Bytes were put into the ``space``.
    func advance(_ more: Int) { count += more }

    func markLast() { isLast = true }
}
