import Glibc

/// What `/proc` tells about the processes of a server.
struct ProcessFacts: Sendable {
    let pids: [Int]

    /// CPU time spent so far by all of them, user and system, all threads.
    func cpuSeconds() throws -> Double { try pids.reduce(0) { $0 + (try Self.cpuSeconds(of: $1)) } }

    private static func cpuSeconds(of pid: Int) throws -> Double {
        let text = try read("/proc/\(pid)/stat")
        // The second field is the program's name in parentheses and may hold spaces: count from behind it.
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        guard fields.count > 13, let user = Int(fields[12]), let system = Int(fields[13]) else {
            throw LoadError(.usage, "/proc/\(pid)/stat can't be read")
        }
        return Double(user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func read(_ path: String) throws -> String {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw LoadError.fromErrno("open \(path)") }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 8192)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count > 0 else { throw LoadError.fromErrno("read \(path)") }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
