import Glibc

extension ChildProcess {
    /// What to run and where its output goes.
    package struct Command: Sendable {
        /// Path of the program.
        package var executable: String
        package var arguments: [String]
        /// The whole environment; nothing is inherited.
        package var environment: [String: String]
        /// `nil` is the folder of this process.
        package var folder: String?
        package var input = "/dev/null"
        /// Files; appended to.
        package var output: String
        package var errors: String
        /// Killed when this process ends, however it ends.
        package var diesWithParent = false

        package init(_ executable: String, _ arguments: [String], environment: [String: String], output: String, errors: String) {
            self.executable = executable
            self.arguments = arguments
            self.environment = environment
            self.output = output
            self.errors = errors
        }

        func spawn() throws(ChildProcessError) -> pid_t {
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o644)
            posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o644)
            try SpawnActions.close(from: 3, in: &actions)
            if let folder { try SpawnActions.change(to: folder, in: &actions) }

            var attributes = posix_spawnattr_t()
            posix_spawnattr_init(&attributes)
            defer { posix_spawnattr_destroy(&attributes) }
            var signals = sigset_t()
            sigemptyset(&signals)
            posix_spawnattr_setsigmask(&attributes, &signals)
            sigfillset(&signals)
            posix_spawnattr_setsigdefault(&attributes, &signals)
            posix_spawnattr_setpgroup(&attributes, 0)
            posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

            var words = [executable] + arguments
            if diesWithParent, let setpriv = Tool.path("setpriv") {
                words = [setpriv, "--pdeathsig", "KILL", "--"] + words
            }
            let argv = words.map { strdup($0) } + [nil]
            let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
            defer { for pointer in argv + envp { free(pointer) } }
            var pid: pid_t = 0
            let code = posix_spawn(&pid, words[0], &actions, &attributes, argv, envp)
            guard code == 0 else { throw ChildProcessError(program: words[0], code: code) }
            return pid
        }
    }
}
