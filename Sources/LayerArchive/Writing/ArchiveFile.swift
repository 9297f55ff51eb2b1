import Glibc

/// A ready archive on the disk.
struct ArchiveFile: ~Copyable {
    private let descriptor: Descriptor
    private let shown: String
    let format: ArchiveFormat
    /// What was read to tell the format.
    private var prefix: [UInt8]

    init(_ path: String) throws {
        let opened = Descriptor(try SystemCall.check("open '\(path)'") { open(path, O_RDONLY | O_CLOEXEC) })
        var prefix: [UInt8] = []
        while prefix.count < ArchiveFormat.prefixCount {
            let more = try Self.read(opened.number, path, upTo: ArchiveFormat.prefixCount - prefix.count)
            if more.isEmpty { break }
            prefix += more
        }
        let format = try Self.format(prefix, path)
        self.descriptor = opened
        self.shown = path
        self.format = format
        self.prefix = prefix
    }

    private static func format(_ prefix: [UInt8], _ path: String) throws -> ArchiveFormat {
        guard !prefix.isEmpty else { throw LayerArchiveError(.damaged, "'\(path)' is empty; an archive has at least an end") }
        do {
            return try ArchiveFormat(prefix: prefix)
        } catch let error as LayerArchiveError {
            throw LayerArchiveError(error.code, "'\(path)': \(error.message)")
        }
    }

    /// The next bytes, up to 256 KiB; empty at the end.
    mutating func read() throws -> [UInt8] {
        guard prefix.isEmpty else {
            defer { prefix = [] }
            return prefix
        }
        return try Self.read(descriptor.number, shown, upTo: 256 << 10)
    }

    private static func read(_ descriptor: Int32, _ shown: String, upTo most: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
            count = try SystemCall.check("read '\(shown)'") { Glibc.read(descriptor, buffer.baseAddress, most) }
        }
    }

    /// Reads the whole archive, which is plain tar, into a stream.
    static func read(_ path: String, into stream: TarStream) throws -> SourceSummary {
        var file = try ArchiveFile(path)
        var check = ArchiveCheck()
        while true {
            let bytes = try file.read()
            if bytes.isEmpty { break }
            try bytes.withUnsafeBytes { bytes in
                try check.feed(bytes)
                try stream.append(bytes)
            }
        }
        return try check.finish()
    }
}

/// Reads every header of a tar for the sake of its being one.
struct ArchiveCheck {
    private struct Nobody: TarVisitor {
        mutating func begin(_ entry: TarEntry) {}
        mutating func content(_ bytes: UnsafeRawBufferPointer) {}
        mutating func end(_ entry: TarEntry) {}
    }

    private var parser = TarParser()
    private var nobody = Nobody()

    mutating func feed(_ bytes: UnsafeRawBufferPointer) throws { try parser.feed(bytes, to: &nobody) }

    func finish() throws -> SourceSummary {
        try parser.finish()
        return SourceSummary(entryCount: parser.entryCount, root: .archive)
    }
}
