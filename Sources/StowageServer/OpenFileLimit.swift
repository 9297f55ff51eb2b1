import Logging

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How many files and connections the process may have open. Shells and services start programs with a soft limit of 1024,
/// for the sake of `select(2)`, which nothing here uses; open uploads and idle connections reach that quickly.
enum OpenFileLimit {
    /// Raises the soft limit to the hard one.
    static func raise(logger: Logger) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) != 0 {
            logger.warning("the limit of open files could not be raised", metadata: ["errno": "\(errno)"])
        }
    }
}
