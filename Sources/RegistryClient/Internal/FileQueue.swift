import Dispatch

/// One after the other, off the cooperative pool: where file calls and hashing happen, since both block.
final class FileQueue: Sendable {
    private let queue: DispatchQueue

    /// - Parameter name: Shown by debuggers as the name of the queue.
    init(_ name: String) {
        self.queue = DispatchQueue(label: name)
    }

    /// Runs `work` after all that was given before.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
