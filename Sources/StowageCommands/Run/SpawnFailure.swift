#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A program that could not be started.
struct SpawnFailure: Error, Equatable {
    let program: String
    let errno: Int32

    /// What shells end with: 127 where there is no such program, 126 where it can't be run.
    var exitCode: Int32 { errno == ENOENT ? 127 : 126 }

    var message: String { "can't run '\(program)': \(CommandError.text(ofErrno: errno))" }
}
