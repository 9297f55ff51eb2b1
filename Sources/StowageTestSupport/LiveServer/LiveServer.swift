import Foundation
import Glibc
import Synchronization

/// `stowage serve` as a process of its own, over a temporary data folder and a free port of 127.0.0.1.
///
/// Used in a scope: ``withLiveServer(_:_:)`` ends the process and removes the folder, whatever happens. The process also
/// dies with the tests. Port and data folder stay the same over restarts.
package final class LiveServer: Sendable {
    package let options: Options
    package let port: Int
    package let dataFolder: String

    private let scratch: ScratchFolder
    private let process = Mutex<ChildProcess?>(nil)

    /// Prepares folders and the port; starts nothing.
    package init(_ options: Options = Options()) throws {
        self.options = options
        self.port = try LoopbackPort.free()
        self.scratch = try ScratchFolder()
        self.dataFolder = options.dataFolder ?? scratch.path("data")
        if let text = options.configuration { try scratch.write(text, to: "stowage.yaml") }
    }

    /// `127.0.0.1:port`.
    package var authority: String { "127.0.0.1:\(port)" }
    /// Without a slash at the end.
    package var baseURL: String { "http://\(authority)" }
    /// The running process, or the last one that ran.
    package var pid: Int32? { process.withLock { $0?.pid } }
    /// How the process ended; `nil` while it runs.
    package var exitStatus: ExitStatus? { process.withLock { $0?.exitStatus } }
    /// The last of what the server wrote to its standard error, over all starts.
    package var log: String {
        do {
            return String(decoding: try scratch.read("stderr").suffix(8000), as: UTF8.self)
        } catch {
            return "(no log: \(error))"
        }
    }

    /// Starts the process without waiting until it serves.
    package func launch() async throws {
        let binary = try Self.binary()
        let file = options.configuration == nil ? [] : ["--config", scratch.path("stowage.yaml")]
        let arguments = ["serve", "--data", dataFolder, "--listen", authority] + file + options.arguments
        let words = options.wrapper + [binary] + arguments
        var command = ChildProcess.Command(
            words[0], Array(words.dropFirst()),
            environment: ["PATH": Tool.searchPath, "LC_ALL": "C", "HOME": scratch.path].merging(options.environment) { $1 },
            output: scratch.path("stdout"), errors: scratch.path("stderr"))
        command.folder = scratch.path
        command.diesWithParent = true
        let started = try await ChildProcess.spawn(command)
        process.withLock { $0 = started }
    }

    /// Starts the process and returns when `/readyz` answers 200.
    ///
    /// - Throws: ``LiveServerError``, with the log, when it ends or isn't ready within `options.startLimit`.
    package func start() async throws {
        try await launch()
        let deadline = ContinuousClock.now + options.startLimit
        while true {
            if await isReady() { return }
            if let status = process.withLock({ $0?.exitStatus }) { throw LiveServerError("ended at its start with \(status)", log: log) }
            guard ContinuousClock.now < deadline else {
                await kill()
                throw LiveServerError("was not ready within \(options.startLimit)", log: log)
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// One request to `/readyz`.
    package func isReady() async -> Bool {
        let path = ProcessInfo.processInfo.environment["STOWAGE_TEST_READY_PATH"] ?? "/readyz"
        do {
            let connection = try await RawConnection.open(port: port, timeLimit: .seconds(2))
            defer { connection.close() }
            try await connection.send("GET \(path) HTTP/1.1\r\nHost: \(authority)\r\nConnection: close\r\n\r\n")
            return try await connection.readHead().status == 200
        } catch {
            return false
        }
    }

    /// Waits for the process to end by itself.
    ///
    /// - Throws: ``LiveServerError`` when it doesn't within `limit`.
    @discardableResult
    package func exit(within limit: Duration = .seconds(20)) async throws -> ExitStatus {
        guard let process = process.withLock({ $0 }) else { throw LiveServerError("was never started", log: log) }
        guard let status = try await process.exit(within: limit) else { throw LiveServerError("did not end within \(limit)", log: log) }
        return status
    }

    /// Sends a signal to the server alone.
    package func signal(_ number: Int32) { process.withLock { $0 }?.signal(number) }

    /// SIGTERM, then waits for the end.
    ///
    /// - Throws: ``LiveServerError`` when it doesn't end within `limit`.
    @discardableResult
    package func terminate(within limit: Duration = .seconds(20)) async throws -> ExitStatus {
        signal(SIGTERM)
        return try await exit(within: limit)
    }

    /// SIGKILL, then waits for the end. Does nothing to a server that has ended.
    package func kill() async {
        await process.withLock { $0 }?.killAndWait()
    }

    /// ``terminate(within:)``, then ``start()``.
    package func restart() async throws {
        try await terminate()
        try await start()
    }

    func removeFolders() { scratch.remove() }
}
