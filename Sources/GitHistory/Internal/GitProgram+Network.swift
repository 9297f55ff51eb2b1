import Subprocess

extension GitProgram {
    /// Runs git with the right to use the network.
    ///
    /// Without a terminal, so that neither git nor what it starts (ssh, say) can ask anything there. Past the limit, and when the
    /// task is cancelled, git and all it started get SIGTERM, so that they remove their locks, and after five seconds SIGKILL.
    ///
    /// - Throws: what `run` does; ``GitError`` with code `timedOut`.
    func runOverNetwork(_ arguments: [String], in folder: String, timeLimit: Duration) async throws -> GitOutput {
        let output = try await withThrowingTaskGroup(of: GitOutput?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await runOverNetwork(arguments, in: folder) }
            group.addTask {
                try await Task.sleep(for: timeLimit)
                return nil
            }
            return try await group.next() ?? nil
        }
        guard let output else {
            let command = arguments.first { !$0.hasPrefix("-") } ?? ""
            throw GitError(.timedOut, "git \(command) did not end within \(timeLimit); check the network, and that git needs no password here")
        }
        return output
    }

    private func runOverNetwork(_ arguments: [String], in folder: String) async throws -> GitOutput {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(5))]
        return try await Self.running {
            let result = try await Subprocess.run(
                .name("git"), arguments: Arguments(["-C", folder] + Self.options + arguments), environment: variables(keeping: Self.networkSettings),
                platformOptions: options, input: .none, output: .bytes(limit: .max), error: .bytes(limit: .max))
            return GitOutput(result.terminationStatus, result.standardOutput, errors: result.standardError)
        }
    }

    /// What the user says about the protocols that git may use holds here.
    private static let networkSettings: Set<Environment.Key> = ["GIT_ALLOW_PROTOCOL"]

    /// The error where a run over the network failed.
    ///
    /// - Parameter problem: What could not be done.
    static func remoteFailure(_ problem: String, _ arguments: [String], _ output: GitOutput) -> GitError {
        let failure = failure(arguments, output)
        guard failure.code == .failed else { return failure }
        return GitError(.unreachableRemote, "\(problem): \(withoutPasswords(failure.message))")
    }

    /// The text with no user and password in the URLs that git quotes.
    static func withoutPasswords(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let begin = rest.firstRange(of: "://") {
            result += rest[..<begin.upperBound]
            rest = rest[begin.upperBound...]
            let authority = rest.prefix { !"/ '\"\n".contains($0) }
            if let at = authority.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        }
        return result + rest
    }
}
