import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// From the handler, which may do next to nothing, to a thread.
enum InterruptionPipe {
    private static let writer = Atomic<Int32>(-1)

    static func open() -> Int32? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        writer.store(ends[1], ordering: .sequentiallyConsistent)
        return ends[0]
    }

    static func isIgnored(_ number: Int32) -> Bool {
        var current = sigaction()
        sigaction(number, nil, &current)
        // SIG_IGN, which is the number 1 in the first word, on Linux and Darwin.
        return withUnsafeBytes(of: &current) { $0.load(as: UInt.self) } == 1
    }

    static func install(_ number: Int32) {
        guard !isIgnored(number) else { return }
        #if canImport(Glibc)
            var new = sigaction()
            new.__sigaction_handler.sa_sigaction = { number, info, _ in InterruptionPipe.write(number, fromTerminal: (info?.pointee.si_code ?? 0) > 0)
            }
        #else
            var new = sigaction()
            new.__sigaction_u.__sa_sigaction = { number, info, _ in InterruptionPipe.write(number, fromTerminal: (info?.pointee.si_pid ?? 1) == 0) }
        #endif
        new.sa_flags = SA_SIGINFO | SA_RESTART
        sigemptyset(&new.sa_mask)
        sigaction(number, &new, nil)
    }

    private static func write(_ number: Int32, fromTerminal: Bool) {
        let before = errno
        var bytes: (UInt8, UInt8) = (UInt8(truncatingIfNeeded: number), fromTerminal ? 1 : 0)
        #if canImport(Glibc)
            _ = Glibc.write(writer.load(ordering: .relaxed), &bytes, 2)
        #else
            _ = Darwin.write(writer.load(ordering: .relaxed), &bytes, 2)
        #endif
        errno = before
    }
}
