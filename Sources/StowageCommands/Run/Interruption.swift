import ArgumentParser
import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// SIGINT, SIGTERM, SIGHUP and SIGQUIT for a process that must tidy up before it ends: the first one is remembered and told, and a
/// command that runs gets them too. A second one, while no command runs, ends the process at once.
///
/// One for the process, since handlers of signals are.
final class Interruption: Sendable {
    static let shared = Interruption()

    private struct State {
        var number: Int32?
        var child: pid_t?
        var onInterruption: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())
    private let isWatching = Atomic(false)

    /// The first signal that came.
    var number: Int32? { state.withLock { $0.number } }

    /// Takes the signals over, from now to the end of the process. A signal that is ignored already, as under `nohup`, stays
    /// ignored.
    ///
    /// - Parameter onInterruption: Called once, at the first signal.
    func watch(_ onInterruption: @escaping @Sendable () -> Void) {
        state.withLock { $0.onInterruption = onInterruption }
        guard !isWatching.exchange(true, ordering: .sequentiallyConsistent), let reader = InterruptionPipe.open() else { return }
        DispatchQueue(label: "stowage.signals").async { self.read(from: reader) }
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { InterruptionPipe.install(number) }
    }

    /// Gives a signal its usual effect, unless it is ignored.
    static func restoreDefault(_ number: Int32) {
        if !InterruptionPipe.isIgnored(number) { signal(number, SIG_DFL) }
    }

    /// Names the command that gets the signals from now on, or none.
    ///
    /// A signal that came before it was named is given to it at once.
    func forward(to child: pid_t?) {
        state.withLock { state in
            state.child = child
            if let child, let number = state.number { _ = kill(child, number) }
        }
    }

    /// Runs `body` in a task that the first signal cancels.
    ///
    /// - Throws: ``ExitCode`` 128 and the signal's number where `body` gave up for it; else what `body` throws.
    static func cancelling<R: Sendable>(_ body: @escaping @Sendable () async throws -> R) async throws -> R {
        let task = Task { try await body() }
        shared.watch { task.cancel() }
        do {
            return try await task.value
        } catch {
            guard let number = shared.number else { throw error }
            throw ExitCode(128 + number)
        }
    }

    private func read(from reader: Int32) {
        var bytes: [UInt8] = [0, 0]
        while true {
            let count = bytes.withUnsafeMutableBytes { Self.read(reader, $0.baseAddress, 2) }
            if count == 2 {
                receive(Int32(bytes[0]), fromTerminal: bytes[1] == 1)
            } else if count == 0 || errno != EINTR {
                return
            }
        }
    }

    private static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer, count)
        #else
            Darwin.read(descriptor, buffer, count)
        #endif
    }

    private func receive(_ number: Int32, fromTerminal: Bool) {
        let told: (@Sendable () -> Void)? = state.withLock { state in
            // What is typed at the terminal goes to the whole group: the command has it already, and many take a second one
            // for "at once".
            if let child = state.child, !fromTerminal { _ = kill(child, number) }
            if state.number != nil, state.child == nil { _exit(128 + number) }
            guard state.number == nil else { return nil }
            state.number = number
            return state.onInterruption
        }
        told?()
    }
}
