/// How an archive is packed, told by its first bytes.
enum ArchiveFormat: Hashable, Sendable {
    case gzip, tar

    /// How many bytes it takes to tell; of a shorter archive, all of them.
    static let prefixCount = 10

    /// - Throws: ``LayerArchiveError`` with code `unsupported` for the packings that are not read, by name.
    init(prefix: some Collection<UInt8>) throws {
        func begins(_ magic: UInt8...) -> Bool { prefix.starts(with: magic) }
        if begins(0x1f, 0x8b) {
            self = .gzip
            return
        }
        let isSkippable = prefix.first.map { $0 & 0xf0 == 0x50 } == true && prefix.dropFirst().starts(with: [0x2a, 0x4d, 0x18])
        if begins(0x28, 0xb5, 0x2f, 0xfd) || isSkippable { throw Self.unsupported("zstd") }
        if begins(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0) { throw Self.unsupported("xz") }
        if begins(0x42, 0x5a, 0x68), prefix.dropFirst(4).starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) { throw Self.unsupported("bzip2") }
        self = .tar
    }

    private static func unsupported(_ name: String) -> LayerArchiveError {
        LayerArchiveError(.unsupported, "the layer is compressed with \(name), which is not read here; use gzip or no compression")
    }
}
