import Dispatch
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The command of `stage run` as a process: in this process's folder, with its environment, its standard streams and its
/// terminal.
///
/// It stays in this process's group, so that it may read the terminal and gets what is typed there. Descriptors that were
/// open before this process began are passed on, such as the job server's of `make`; ours are not.
struct CommandProcess: Sendable {
    enum Status: Equatable, Sendable {
        case exited(Int32)
        case signalled(Int32)

        /// As shells give it on: 128 and the signal's number for a command that a signal ended.
        var exitCode: Int32 {
            switch self {
            case .exited(let code): code
            case .signalled(let number): 128 + number
            }
        }
    }

    let pid: pid_t

    /// - Parameters:
    ///   - words: The program, looked up in `PATH`, and its arguments.
    ///   - inherited: The descriptors to pass on; see ``openDescriptors()``.
    /// - Throws: ``CommandError`` with code `failed`; what a shell would end with is in ``exitCode(ofFailure:)``.
    static func spawn(_ words: [String], inherited: Set<Int32>) throws(SpawnFailure) -> CommandProcess {
        for descriptor in openDescriptors().subtracting(inherited) where descriptor > STDERR_FILENO {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        // This process ignores it, which a program that it starts would keep; most programs rely on it.
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let arguments = words.map { strdup($0) } + [nil]
        defer { for pointer in arguments { free(pointer) } }
        var pid: pid_t = 0
        let code = posix_spawnp(&pid, words.first ?? "", nil, &attributes, arguments, environ)
        guard code == 0 else { throw SpawnFailure(program: words.first ?? "", errno: code) }
        return CommandProcess(pid: pid)
    }

    /// Waits for its end, on a queue of its own, since the call blocks. To be called once; the pid is given back by it.
    func wait() async -> Status {
        await withCheckedContinuation { continuation in
            let pid = self.pid
            DispatchQueue(label: "stowage.wait").async {
                var raw: Int32 = 0
                while waitpid(pid, &raw, 0) == -1, errno == EINTR {}
                let signal = raw & 0x7f
                continuation.resume(returning: signal == 0 ? .exited((raw >> 8) & 0xff) : .signalled(signal))
            }
        }
    }

    /// The descriptors of this process.
    static func openDescriptors() -> Set<Int32> {
        #if canImport(Glibc)
            let folder = "/proc/self/fd"
        #else
            let folder = "/dev/fd"
        #endif
        // Without the list nothing is marked, and the command gets some descriptors that it doesn't know of.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        // The list names the descriptor that it was read through, which is closed by now.
        return Set(names.compactMap { Int32($0) }.filter { fcntl($0, F_GETFD) >= 0 })
    }
}
