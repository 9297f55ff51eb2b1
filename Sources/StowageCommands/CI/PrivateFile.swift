import Glibc

/// A temporary file that nobody but its owner can read.
enum PrivateFile {
    /// Writes a new file, with mode 0600, and leaves it for others to use and remove.
    ///
    /// - Parameter prefix: What its name begins with.
    /// - Returns: Its path.
    /// - Throws: ``CIError`` where the folder can't be written.
    static func write(_ text: String, in folder: String, prefix: String) throws -> String {
        var template = Array("\(folder)/\(prefix)XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw CIError("can't make a file in \(folder): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                let problem = String(cString: strerror(errno))
                unlink(path)
                throw CIError("can't write \(path): \(problem)")
            }
            rest = rest.dropFirst(written)
        }
        return path
    }
}
