import Foundation
import Glibc

/// Runs programs to their end, with a time limit.
package enum Shell {
    /// Runs a program and returns whatever its exit code was.
    ///
    /// The environment has `PATH`, `LC_ALL=C` and what is given; nothing is inherited. When the task is cancelled or the
    /// limit passes, the program and its children are killed.
    ///
    /// - Throws: ``ShellError`` past the limit, ``ToolMissing``, ``ChildProcessError``, `CancellationError`.
    package static func run(
        _ tool: String, _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil, timeLimit: Duration = .seconds(60)
    ) async throws -> ShellResult {
        let executable = tool.contains("/") ? tool : try Tool.require(tool)
        return try await ScratchFolder.with { scratch in
            var command = ChildProcess.Command(
                executable, arguments, environment: ["PATH": Tool.searchPath, "LC_ALL": "C"].merging(environment) { $1 },
                output: try scratch.write("", to: "stdout"), errors: try scratch.write("", to: "stderr"))
            command.folder = folder
            let begin = ContinuousClock.now
            let process = try await ChildProcess.spawn(command)
            let status: ExitStatus?
            do {
                status = try await process.exit(within: timeLimit)
            } catch {
                await process.killAndWait()
                throw error
            }
            if status == nil { await process.killAndWait() }
            let result = ShellResult(
                command: ([tool] + arguments).joined(separator: " "), status: status ?? .signalled(SIGKILL), output: try scratch.read("stdout"),
                errors: try scratch.read("stderr"), duration: ContinuousClock.now - begin)
            guard status != nil else { throw ShellError(problem: "did not end within \(timeLimit)", result: result) }
            return result
        }
    }

    /// Runs a program that must succeed.
    ///
    /// - Throws: ``ShellError``, which shows the output, for an exit code other than 0; and what `run` throws.
    @discardableResult
    package static func succeed(
        _ tool: String, _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil, timeLimit: Duration = .seconds(60)
    ) async throws -> ShellResult {
        let result = try await run(tool, arguments, environment: environment, in: folder, timeLimit: timeLimit)
        guard result.status.isSuccess else { throw ShellError(problem: "failed", result: result) }
        return result
    }
}
