/// Writes the header of an entry: the same bytes for the same entry, always.
///
/// ustar where it can say everything; otherwise an extended header (PAX) with just what it can't goes before it.
enum TarEncoder {
    /// - Throws: ``LayerArchiveError`` with code `unsupported` for numbers that no header can hold.
    static func header(of entry: TarEntry) throws -> [UInt8] {
        var extended = PaxRecords()
        var fields = TarFields()

        var path = entry.path
        if entry.kind == .folder { path.append(UInt8(ascii: "/")) }
        if let (prefix, name) = split(path) {
            fields.set(TarLayout.prefix, prefix)
            fields.set(TarLayout.name, name)
        } else {
            extended["path"] = path
            fields.set(TarLayout.name, path.prefix(TarLayout.name.count))
        }
        if entry.target.count > TarLayout.linkName.count { extended["linkpath"] = entry.target }
        fields.set(TarLayout.linkName, entry.target.prefix(TarLayout.linkName.count))

        let isOctal = 0...TarLayout.largestOctal
        if !isOctal.contains(entry.size) { extended["size"] = Array(String(entry.size).utf8) }
        if entry.modified.nanoseconds != 0 || !isOctal.contains(entry.modified.seconds) { extended["mtime"] = entry.modified.paxValue }
        try fields.setNumber(TarLayout.size, isOctal.contains(entry.size) ? entry.size : 0)
        try fields.setNumber(TarLayout.modified, isOctal.contains(entry.modified.seconds) ? entry.modified.seconds : 0)
        try fields.setNumber(TarLayout.mode, Int64(entry.mode))
        try fields.setNumber(TarLayout.owner, entry.owner)
        try fields.setNumber(TarLayout.group, entry.group)
        let isDevice = entry.kind == .characterDevice || entry.kind == .blockDevice
        try fields.setNumber(TarLayout.deviceMajor, isDevice ? entry.deviceMajor : 0)
        try fields.setNumber(TarLayout.deviceMinor, isDevice ? entry.deviceMinor : 0)
        fields.setType(type(of: entry.kind))

        guard !extended.isEmpty else { return fields.sealed }
        return try extendedHeader(extended) + fields.sealed
    }

    /// The two blocks of zeros behind the last entry.
    static let end = [UInt8](repeating: 0, count: 2 * TarLayout.blockSize)

    /// Where ustar cuts a long path: a prefix and a name, joined by a `/` that is not stored. nil where it doesn't fit.
    private static func split(_ path: [UInt8]) -> (prefix: ArraySlice<UInt8>, name: ArraySlice<UInt8>)? {
        if path.count <= TarLayout.name.count { return ([], path[...]) }
        // The first cut that leaves a name short enough; a `/` at the very end is part of the name.
        guard let cut = path.indices.dropLast().first(where: { path[$0] == UInt8(ascii: "/") && path.count - $0 - 1 <= TarLayout.name.count }),
            cut <= TarLayout.prefix.count
        else { return nil }
        return (path[..<cut], path[(cut + 1)...])
    }

    /// Its own name is never used. It is the same for every entry, so that one header after the other compresses to nearly nothing.
    private static func extendedHeader(_ records: PaxRecords) throws -> [UInt8] {
        let content = records.encoded
        var fields = TarFields()
        fields.set(TarLayout.name, Array("PaxHeaders".utf8))
        try fields.setNumber(TarLayout.mode, 0o644)
        for field in [TarLayout.owner, TarLayout.group, TarLayout.modified, TarLayout.deviceMajor, TarLayout.deviceMinor] {
            try fields.setNumber(field, 0)
        }
        try fields.setNumber(TarLayout.size, Int64(content.count))
        fields.setType(UInt8(ascii: "x"))
        return fields.sealed + content + [UInt8](repeating: 0, count: Int(TarLayout.padding(behind: Int64(content.count))))
    }

    private static func type(of kind: TarEntry.Kind) -> UInt8 {
        switch kind {
        case .file: UInt8(ascii: "0")
        case .hardLink: UInt8(ascii: "1")
        case .symbolicLink: UInt8(ascii: "2")
        case .characterDevice: UInt8(ascii: "3")
        case .blockDevice: UInt8(ascii: "4")
        case .folder: UInt8(ascii: "5")
        case .pipe: UInt8(ascii: "6")
        }
    }
}

/// The block of one header while it is filled in.
private struct TarFields {
    private var bytes = [UInt8](repeating: 0, count: TarLayout.blockSize)

    /// - Precondition: the value fits.
    mutating func set(_ field: Range<Int>, _ value: some Collection<UInt8>) {
        bytes.replaceSubrange(field.prefix(value.count), with: value)
    }

    mutating func setNumber(_ field: Range<Int>, _ value: Int64) throws {
        guard let digits = TarNumber.octal(value, width: field.count) else {
            throw LayerArchiveError(.unsupported, "the number \(value) does not fit into a tar header")
        }
        set(field, digits)
    }

    mutating func setType(_ type: UInt8) { bytes[TarLayout.type] = type }

    /// With magic and checksum.
    var sealed: [UInt8] {
        var block = self
        block.set(TarLayout.magic, TarLayout.posixMagic + Array("00".utf8))
        let sum = TarChecksum.unsigned(of: block.bytes)
        // Six digits, NUL, space: the one field that ends like this.
        block.set(TarLayout.checksum, (TarNumber.octal(sum, width: 7) ?? []) + [UInt8(ascii: " ")])
        return block.bytes
    }
}
