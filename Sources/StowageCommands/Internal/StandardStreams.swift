#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The descriptors 0, 1 and 2.
enum StandardStreams {
    /// Takes those that were closed when the process began, before a socket or a file gets one: messages and data would be
    /// written there. Using them fails as it does for closed ones.
    static func occupy() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
            // Takes the lowest free number, which is this one.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
