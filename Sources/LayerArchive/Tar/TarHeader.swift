/// One header block that was read, its checksum right.
struct TarHeader {
    private let block: [UInt8]
    private let isPosix: Bool
    /// As the field says it; 0 or more.
    let size: Int64

    /// - Throws: ``LayerArchiveError``.
    init(_ block: [UInt8]) throws {
        guard let sum = TarNumber.read(block[TarLayout.checksum]),
            sum == TarChecksum.unsigned(of: block) || sum == TarChecksum.signed(of: block)
        else {
            throw LayerArchiveError(.damaged, "this is no tar archive, or a damaged one: a header's checksum is wrong")
        }
        self.block = block
        self.isPosix = block[TarLayout.magic].starts(with: TarLayout.posixMagic)
        self.size = try Self.number(TarLayout.size, "size", in: block)
        guard size >= 0 else { throw Self.damaged("size", in: block) }
    }

    private var type: UInt8 { block[TarLayout.type] }
    var shown: String { Shown.text(path) }

    var extensionKind: TarExtension.Kind? {
        switch type {
        case UInt8(ascii: "x"): .entry
        case UInt8(ascii: "g"): .global
        case UInt8(ascii: "L"): .longPath
        case UInt8(ascii: "K"): .longTarget
        default: nil
        }
    }

    private var path: [UInt8] {
        let name = Self.text(TarLayout.name, in: block)
        // GNU keeps other things where POSIX has the prefix.
        let prefix = isPosix ? Self.text(TarLayout.prefix, in: block) : []
        return prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
    }

    /// - Parameter extended: what the headers before this one say.
    func entry(with extended: TarExtension) throws -> TarEntry {
        let path = extended.path ?? self.path
        guard var kind = Self.kind(of: type) else {
            throw LayerArchiveError(
                .unsupported, "the archive's entry '\(Shown.text(path))' is \(Self.description(of: type)), which is not read here")
        }
        if extended.isSparse {
            throw LayerArchiveError(
                .unsupported, "the archive's entry '\(Shown.text(path))' is a sparse file, which is not read here; archive without --sparse")
        }
        // Before ustar a folder was a file whose name ends in a slash.
        if kind == .file, path.last == UInt8(ascii: "/") {
            // Programs differ in whether content follows then, so there must be none.
            guard try extended.number("size") ?? size == 0 else {
                throw LayerArchiveError(.damaged, "the archive's entry '\(Shown.text(path))' is a folder with content")
            }
            kind = .folder
        }

        var entry = TarEntry(
            path: path, kind: kind, mode: UInt16(truncatingIfNeeded: try Self.number(TarLayout.mode, "mode", in: block) & 0o7777),
            modified: FileTime(seconds: try Self.number(TarLayout.modified, "time", in: block), nanoseconds: 0))
        entry.owner = try extended.number("uid") ?? Self.number(TarLayout.owner, "owner", in: block)
        entry.group = try extended.number("gid") ?? Self.number(TarLayout.group, "group", in: block)
        if let modified = try extended.modified { entry.modified = modified }
        switch kind {
        case .file:
            entry.size = try extended.number("size") ?? size
        case .hardLink, .symbolicLink:
            entry.target = extended.target ?? Self.text(TarLayout.linkName, in: block)
        case .characterDevice, .blockDevice:
            entry.deviceMajor = try Self.number(TarLayout.deviceMajor, "device", in: block)
            entry.deviceMinor = try Self.number(TarLayout.deviceMinor, "device", in: block)
        case .folder, .pipe:
            break
        }
        return entry
    }

    private static func kind(of type: UInt8) -> TarEntry.Kind? {
        switch type {
        case UInt8(ascii: "0"), 0, UInt8(ascii: "7"): .file
        case UInt8(ascii: "1"): .hardLink
        case UInt8(ascii: "2"): .symbolicLink
        case UInt8(ascii: "3"): .characterDevice
        case UInt8(ascii: "4"): .blockDevice
        case UInt8(ascii: "5"): .folder
        case UInt8(ascii: "6"): .pipe
        default: nil
        }
    }

    private static func description(of type: UInt8) -> String {
        switch type {
        case UInt8(ascii: "S"): "a sparse file (archive without --sparse)"
        case UInt8(ascii: "D"): "a folder of an incremental backup"
        case UInt8(ascii: "M"): "a part of an archive of several volumes"
        case UInt8(ascii: "V"): "the name of a volume"
        default: "of the unknown type '\(Shown.text([type]))'"
        }
    }

    private static func text(_ field: Range<Int>, in block: [UInt8]) -> [UInt8] {
        Array(block[field].prefix { $0 != 0 })
    }

    private static func number(_ field: Range<Int>, _ what: String, in block: [UInt8]) throws -> Int64 {
        guard let value = TarNumber.read(block[field]) else { throw damaged(what, in: block) }
        return value
    }

    private static func damaged(_ what: String, in block: [UInt8]) -> LayerArchiveError {
        LayerArchiveError(.damaged, "the archive's entry '\(Shown.text(text(TarLayout.name, in: block)))' has a \(what) that is no number")
    }
}
