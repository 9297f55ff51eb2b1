import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The one place where a command's data becomes text on standard output.
enum Output {
    /// - Parameters:
    ///   - payload: What `--format json` writes.
    ///   - text: What `--format table` writes; made only where it is asked for.
    /// - Returns: Whole lines, each with its line feed.
    static func render(_ payload: some Encodable, as format: OutputFormat, text: () -> String) throws -> String {
        switch format {
        case .table:
            return text()
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(payload), as: UTF8.self) + "\n"
        }
    }

    static func render(_ payload: some Encodable, as format: OutputFormat, table: () -> Table) throws -> String {
        try render(payload, as: format) { table().text }
    }

    /// Renders, and writes to standard output.
    static func print(_ payload: some Encodable, as format: OutputFormat, table: () -> Table) throws {
        try write(try render(payload, as: format, table: table))
    }

    /// The same for what is more than one table.
    static func print(_ payload: some Encodable, as format: OutputFormat, text: () -> String) throws {
        try write(try render(payload, as: format, text: text))
    }

    /// Writes to standard output, to the last byte, or until the reader has gone away, as `head` does: a command that has more
    /// to say by its exit status still says it.
    ///
    /// - Throws: ``CommandError`` where the text can't be written, so that a full disk behind a redirection is no success.
    static func write(_ text: String) throws {
        try write(Array(text.utf8))
    }

    static func write(_ bytes: [UInt8], to descriptor: Int32 = STDOUT_FILENO) throws {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress?.advanced(by: offset), bytes.count - offset) }
            if written >= 0 {
                offset += written
            } else if errno == EPIPE {
                return
            } else if errno != EINTR {
                throw CommandError(.failed, "can't write to standard output: \(CommandError.text(ofErrno: errno))")
            }
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
