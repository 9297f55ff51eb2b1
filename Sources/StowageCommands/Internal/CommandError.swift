#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a command ends without having done its job.
struct CommandError: Error {
    struct Code: Hashable, Sendable {
        private enum Value { case failed, partial, usage, runner }

        private let value: Value
        /// Of the process.
        let exitCode: Int32

        private init(_ value: Value, _ exitCode: Int32) {
            self.value = value
            self.exitCode = exitCode
        }

        static let failed = Code(.failed, 1)
        /// Some of several things were done.
        static let partial = Code(.partial, 3)
        static let usage = Code(.usage, 64)
        /// `stage run` failed, and not the command that it runs.
        static let runner = Code(.runner, 125)
    }

    let code: Code
    /// What is wrong and what the user can do about it.
    let message: String
    let cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    static func text(ofErrno number: Int32) -> String { String(cString: strerror(number)) }
}

extension CommandError: CustomStringConvertible {
    var description: String {
        let because = cause.map { ": \($0)" } ?? ""
        return message + because
    }
}
