/// A result for each index, written by several threads.
///
/// Unchecked, since the compiler can't know that each index is written by one thread only, the one that took it from the
/// run's counter, and that they are read after all threads have ended.
final class ResultSlots<Element: Sendable>: @unchecked Sendable {
    private let memory: UnsafeMutableBufferPointer<Element>

    init(repeating element: Element, count: Int) {
        self.memory = .allocate(capacity: count)
        memory.initialize(repeating: element)
    }

    deinit {
        memory.deinitialize()
        memory.deallocate()
    }

    func set(_ index: Int, _ element: Element) {
        memory[index] = element
    }

    func take() -> [Element] { Array(memory) }
}
