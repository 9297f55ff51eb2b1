#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension SettingsFile {
    /// Reads a file of at most 1 MiB. Blocks; meant for the start, before anything is served.
    ///
    /// - Throws: ``SettingsError`` with code `unreadableFile`, or `malformedFile` where it isn't UTF-8 or too long.
    static func text(at path: String) throws(SettingsError) -> String {
        let limit = 1 << 20
        guard let file = fopen(path, "rbe") else { throw Self.unreadable(path, errno) }
        defer { fclose(file) }
        let bytes = [UInt8](unsafeUninitializedCapacity: limit + 1) { buffer, count in
            count = fread(buffer.baseAddress, 1, limit + 1, file)
        }
        // errno of a folder is EISDIR, which only reading it gives.
        guard ferror(file) == 0 else { throw Self.unreadable(path, errno) }
        guard bytes.count <= limit else { throw SettingsError(.malformedFile, "\(path) is longer than 1 MiB, so it isn't a configuration file") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw SettingsError(.malformedFile, "\(path) is not UTF-8 text") }
        return text
    }

    private static func unreadable(_ path: String, _ code: Int32) -> SettingsError {
        SettingsError(.unreadableFile, "the configuration file \(path) can't be read: \(String(cString: strerror(code)))")
    }
}
