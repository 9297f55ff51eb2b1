import Glibc

enum Cores {
    /// How many cores the system has online; a container's share of them is not asked for.
    static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
