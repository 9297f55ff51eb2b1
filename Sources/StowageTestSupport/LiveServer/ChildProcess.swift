import Foundation
package import Glibc
import NIOPosix
import Synchronization

/// A program started by a test.
///
/// It leads a process group of its own, starts with default signals, inherits no descriptor beyond the three standard
/// ones, and writes to files, so that no pipe can fill up. It is reaped by a thread of its own by its pid; no handler of
/// `SIGCHLD` is involved, so any number may run in parallel tests.
package final class ChildProcess: Sendable {
    package let pid: pid_t

    private let status = Mutex<ExitStatus?>(nil)

    private init(pid: pid_t) {
        self.pid = pid
    }

    /// Starts the program. It has begun to run, or failed to, when this returns.
    ///
    /// - Throws: ``ChildProcessError``, with the errno of `posix_spawn`.
    package static func spawn(_ command: Command) async throws -> ChildProcess {
        // From one thread that never ends: `Command.diesWithParent` is about the thread that spawned, not its process.
        let pid = try await spawner.runIfActive { try command.spawn() }
        let process = ChildProcess(pid: pid)
        Thread.detachNewThread { process.reap() }
        return process
    }

    private static let spawner: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        return pool
    }()

    private func reap() {
        var info = siginfo_t()
        while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        // The pid is given back and the status stored in one step, so that `signal` never reaches a stranger.
        status.withLock { status in
            var raw: Int32 = 0
            while waitpid(pid, &raw, 0) == -1, errno == EINTR {}
            status = ExitStatus(waitStatus: raw)
        }
    }

    /// `nil` while it runs.
    package var exitStatus: ExitStatus? { status.withLock { $0 } }

    /// Waits for the end, and returns `nil` when `limit` passes before it.
    ///
    /// - Throws: `CancellationError`; the process then still runs.
    package func exit(within limit: Duration) async throws -> ExitStatus? {
        let deadline = ContinuousClock.now + limit
        while true {
            if let status = exitStatus { return status }
            guard ContinuousClock.now < deadline else { return nil }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Sends a signal. Nothing happens when the process has ended.
    package func signal(_ number: Int32) {
        status.withLock { status in
            if status == nil { _ = Glibc.kill(pid, number) }
        }
    }

    /// Sends a signal to the process and the children it started, unless the process has ended.
    package func signalGroup(_ number: Int32) {
        status.withLock { status in
            if status == nil { _ = Glibc.kill(-pid, number) }
        }
    }

    /// Ends the process and its children, and waits for that even where the task is cancelled.
    package func killAndWait() async {
        signalGroup(SIGKILL)
        while exitStatus == nil {
            // A cancelled task does not sleep; the loop is short all the same, since SIGKILL can't be refused.
            do { try await Task.sleep(for: .milliseconds(1)) } catch { await Task.yield() }
        }
    }
}
