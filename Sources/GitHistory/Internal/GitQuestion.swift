/// A question to git that is answered while its asker does something else. It ends when nobody holds it any more.
final class GitQuestion<Answer: Sendable>: Sendable {
    private let task: Task<Answer, any Error>

    init(_ ask: @escaping @Sendable () async throws -> Answer) {
        self.task = Task { try await ask() }
    }

    /// - Throws: what asking throws; `CancellationError` soon after the waiting task is cancelled.
    func answer() async throws -> Answer {
        try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    deinit {
        task.cancel()
    }
}
