import Glibc
import Subprocess

/// Runs git, in the same way everywhere: no locale, pager, prompt or network, no lock that a user's git would meet, and none
/// of the variables by which a caller's git (a hook, say) points at a repository of its own.
struct GitProgram: Sendable {
    /// Variables of git's environment that differ from this process's.
    let environment: [String: String]

    init(environment: [String: String] = [:]) {
        self.environment = environment
    }

    private static let settings: [Environment.Key: String?] = [
        "LC_ALL": "C",
        "LANGUAGE": nil,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_PAGER": "cat",
        "GIT_FLUSH": "0",
        // A partial clone would fetch what it lacks, one object at a time.
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        // Ancestry and contents are those that every clone has.
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": "/dev/null",
        "GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_COMMON_DIR": nil, "GIT_INDEX_FILE": nil, "GIT_PREFIX": nil, "GIT_NAMESPACE": nil,
        "GIT_OBJECT_DIRECTORY": nil, "GIT_ALTERNATE_OBJECT_DIRECTORIES": nil, "GIT_SHALLOW_FILE": nil, "GIT_ATTR_SOURCE": nil,
        "GIT_LITERAL_PATHSPECS": nil, "GIT_GLOB_PATHSPECS": nil, "GIT_NOGLOB_PATHSPECS": nil, "GIT_ICASE_PATHSPECS": nil,
    ]

    /// A change is found by what the file system says, always: a monitor may be behind, and coarser checks miss changes.
    static let options = [
        "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.checkStat=default", "-c", "core.trustctime=true",
    ]

    /// A variable that git's settings leave as they are, as git sees it.
    func variable(_ name: String) -> String? {
        environment[name] ?? getenv(name).map { String(cString: $0) }
    }

    /// The program that is run, without symbolic links; `nil` where there is none.
    var executable: String? {
        for folder in (variable("PATH") ?? "").split(separator: ":") {
            let path = "\(folder)/git"
            guard access(path, X_OK) == 0, let resolved = realpath(path, nil) else { continue }
            defer { free(resolved) }
            return String(cString: resolved)
        }
        return nil
    }

    /// - Parameter folder: Where git runs.
    /// - Returns: Whatever git answered, also where it failed.
    /// - Throws: ``GitError`` with code `notInstalled`, or `failed` where git could not be run; `CancellationError`.
    func run(_ arguments: [String], in folder: String, input: [UInt8] = []) async throws -> GitOutput {
        try await Self.running {
            // Unlimited, since a limit would be an error: the output grows with the repository, and nothing else.
            let result = try await Subprocess.run(
                .name("git"), arguments: Arguments(["-C", folder] + Self.options + arguments), environment: variables(),
                input: .array(input), output: .bytes(limit: .max), error: .bytes(limit: .max))
            return GitOutput(result.terminationStatus, result.standardOutput, errors: result.standardError)
        }
    }

    /// What git is run with: this process's environment, with changes.
    ///
    /// - Parameter kept: Settings that are left as they are in this process.
    func variables(keeping kept: Set<Environment.Key> = []) -> Environment {
        var settings = Self.settings.filter { !kept.contains($0.key) }
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { settings[key] = value }
        }
        return .inherit.updating(settings)
    }

    /// - Throws: what ``run(_:in:input:)`` does, and what `body` throws apart from errors of running a program.
    static func running<R>(_ body: () async throws -> R) async throws -> R {
        do {
            let result = try await body()
            // A run that was ended for this task's sake has no answer.
            try Task.checkCancellation()
            return result
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw GitError(
                .notInstalled, "git is not installed, or not in PATH; install git, which tells of commits, branches and tags", cause: error)
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw GitError(.failed, "git could not be run: \(error)", cause: error)
        }
    }

    /// The same for a run that must succeed.
    ///
    /// - Throws: ``GitError`` for an exit code other than 0 as well.
    func succeed(_ arguments: [String], in folder: String, input: [UInt8] = []) async throws -> GitOutput {
        let output = try await run(arguments, in: folder, input: input)
        guard output.exitCode == 0 else { throw Self.failure(arguments, output) }
        return output
    }

    static func failure(_ arguments: [String], _ output: GitOutput) -> GitError {
        let said = output.errors.split(separator: "\n").joined(separator: " ")
        if output.errors.contains("dubious ownership") {
            // The message has the command that allows it, with the folder's name quoted as a shell wants it.
            let command = output.errors.split(separator: "\n").first { $0.contains("safe.directory") }.map { $0.drop { $0 == " " || $0 == "\t" } }
            return GitError(
                .unsafeOwnership,
                "git doesn't read this repository, because another user owns it; if you trust it, run: \(command ?? "git config --global --add safe.directory FOLDER")"
            )
        }
        let code = output.exitCode.map { "exit code \($0)" } ?? "a signal"
        return GitError(.failed, "git \(arguments.first ?? "") ended with \(code)" + (said.isEmpty ? "" : ": \(said)"))
    }
}
