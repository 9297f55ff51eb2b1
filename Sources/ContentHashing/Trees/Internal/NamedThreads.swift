import Glibc

/// Threads for blocking work, which must not hold up the threads that tasks run on.
enum NamedThreads {
    /// How many threads there is a core for.
    static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Runs `body` on some threads at once, and returns when all have ended.
    ///
    /// - Parameters:
    ///   - count: At least 1. There may be fewer where the system gives no more.
    ///   - name: What tools show; at most 15 bytes.
    /// - Returns: Whether there was at least one.
    static func run(_ count: Int, name: String, _ body: @escaping @Sendable () -> Void) async -> Bool {
        await withCheckedContinuation { continuation in
            // One share is the starter's own, so that nothing ends before all have begun.
            let latch = Latch(shares: count + 1) { continuation.resume(returning: $0 > 0) }
            for _ in 0..<count {
                let job = Job {
                    setName(name)
                    body()
                    latch.give(ran: true)
                }
                if !start(job) { latch.give(ran: false) }
            }
            latch.give(ran: false)
        }
    }

    /// Runs blocking work on a thread of its own.
    ///
    /// - Throws: what `body` throws, and ``TreeError`` with code `noThread`.
    static func run<Result: Sendable>(name: String, _ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let job = Job {
                setName(name)
                continuation.resume(with: Swift.Result { try body() })
            }
            if !start(job) { continuation.resume(throwing: TreeError(.noThread, .base, "the system gives this process no more threads")) }
        }
    }

    private static func start(_ job: Job) -> Bool {
        var thread = pthread_t()
        let reference = Unmanaged.passRetained(job)
        let result = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, reference.toOpaque())
        guard result == 0 else {
            reference.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// By the kernel's file, since the Glibc module doesn't show `pthread_setname_np`. A thread without its name works as well.
    private static func setName(_ name: String) {
        let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        defer { close(file) }
        Array(name.utf8.prefix(15)).withUnsafeBytes { _ = write(file, $0.baseAddress, $0.count) }
    }

    private final class Job: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }
}
