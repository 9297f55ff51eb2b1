/// A buffer of tar between the inflating and the writing thread. Goes round between them.
///
/// Unchecked: only the inflating thread writes, and the queues between the two order that before and after all reading.
final class TarPiece: @unchecked Sendable {
    static let capacity = 256 << 10

    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: TarPiece.capacity, alignment: 64)
    private(set) var count = 0

    deinit { memory.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory.prefix(count)) }
    /// Where the next bytes go.
    var space: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: memory[count...]) }

    func clear() { count = 0 }

    /// Bytes were put into the ``space``.
    func advance(_ more: Int) { count += more }
}
