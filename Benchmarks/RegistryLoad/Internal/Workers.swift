import Glibc
import Synchronization

/// Threads that block, one for each connection: the simplest thing that can push from many connections at once.
enum Workers {
    private final class Job<Output: Sendable>: Sendable {
        let index: Int
        let body: @Sendable (Int) -> Output
        let output = Mutex<Output?>(nil)

        init(index: Int, body: @escaping @Sendable (Int) -> Output) {
            self.index = index
            self.body = body
        }

        func run() {
            let value = body(index)
            output.withLock { $0 = value }
        }
    }

    /// Runs `body` with 0 ..< `count`, each on its own thread, and returns what they return when all have.
    static func run<Output: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Output) throws -> [Output] {
        var threads: [pthread_t] = []
        var jobs: [Job<Output>] = []
        defer { for thread in threads { pthread_join(thread, nil) } }
        for index in 0..<count {
            let job = Job(index: index, body: body)
            threads.append(try start { job.run() })
            jobs.append(job)
        }
        for thread in threads { pthread_join(thread, nil) }
        threads = []
        return jobs.compactMap { $0.output.withLock { $0 } }
    }

    private final class Start: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private static func start(_ body: @escaping @Sendable () -> Void) throws -> pthread_t {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(Start(body))
        let result = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body()
                return nil
            }, context.toOpaque())
        guard result == 0 else {
            context.release()
            throw LoadError(.usage, "a thread can't be started: \(String(cString: strerror(result)))")
        }
        return thread
    }
}
