import Glibc

/// What `/proc` tells about a process.
struct ProcessFacts: Sendable {
    let pid: Int

    /// `VmRSS`: resident bytes now.
    func residentBytes() throws -> Int { try status("VmRSS:") }

    /// `VmHWM`: the most resident bytes there ever were.
    func highWaterBytes() throws -> Int { try status("VmHWM:") }

    /// CPU time spent so far, user and system, all threads.
    func cpuSeconds() throws -> Double {
        let text = try Self.read("/proc/\(pid)/stat")
        // The second field is the program's name in parentheses and may hold spaces: count from behind it.
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        guard fields.count > 13, let user = Int(fields[12]), let system = Int(fields[13]) else {
            throw LoadError(.usage, "/proc/\(pid)/stat can't be read")
        }
        return Double(user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private func status(_ name: String) throws -> Int {
        for line in try Self.read("/proc/\(pid)/status").split(separator: "\n") where line.hasPrefix(name) {
            let fields = line.split { $0 == " " || $0 == "\t" }
            if fields.count > 1, let kibibytes = Int(fields[1]) { return kibibytes * 1024 }
        }
        throw LoadError(.usage, "/proc/\(pid)/status has no \(name)")
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
