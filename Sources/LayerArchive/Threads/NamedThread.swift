import Glibc

/// A thread for blocking work, with a name that `top -H` shows.
enum NamedThread {
    /// - Parameter name: Linux shows its first 15 characters.
    /// - Throws: ``LayerArchiveError`` where the system gives no thread.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws {
        let work = Unmanaged.passRetained(Work(name: name, body: body))
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, work.toOpaque())
        guard result == 0 else {
            work.release()
            throw LayerArchiveError(errno: result, while: "start a thread")
        }
        pthread_detach(thread)
    }

    /// Runs blocking work to its end, cancelled or not, on a thread of its own.
    static func run<Result: Sendable>(_ name: String, _ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try start(name) { continuation.resume(with: Swift.Result { try body() }) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    private final class Work: Sendable {
        private let name: String
        private let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        func run() {
            _ = LinuxCalls.setThreadName?(pthread_self(), String(name.utf8.prefix(15)) ?? "layer")
            body()
        }
    }
}
