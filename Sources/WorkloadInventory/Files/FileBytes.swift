import Dispatch
import Glibc

/// Reads files, off the cooperative pool: the other end of a pipe may take its time.
enum FileBytes {
    private static let queue = DispatchQueue(label: "stowage workload files", attributes: .concurrent)

    /// Reads a file to its end.
    ///
    /// - Parameters:
    ///   - path: `-` is the standard input.
    ///   - what: The file, as messages call it.
    /// - Throws: ``WorkloadError`` with code `configuration` where it can't be read, or `malformed` where it is longer than the limit.
    static func read(_ path: String, limit: Int, what: String) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try readNow(path, limit: limit, what: what) }) }
        }
    }

    /// False where there surely is none.
    static func mayExist(_ path: String) -> Bool {
        access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR)
    }

    private static func readNow(_ path: String, limit: Int, what: String) throws -> [UInt8] {
        let file = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw unreadable(what, errno) }
        defer { if file != STDIN_FILENO { close(file) } }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            let count = Glibc.read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(what, errno) }
            guard count > 0 else { return bytes }
            guard bytes.count + count <= limit else { throw WorkloadError(.malformed, "\(what) is longer than \(limit >> 20) MiB") }
            bytes += piece[..<count]
        }
    }

    private static func unreadable(_ what: String, _ code: Int32) -> WorkloadError {
        WorkloadError(.configuration, "\(what) can't be read: \(String(cString: strerror(code)))")
    }
}
