import Glibc

/// Reads a folder or a file into a tar. For one thread.
final class TreeReader {
    private struct FileID: Hashable {
        let device: UInt64
        let node: UInt64
    }

    private static let largestSkipped = 100

    private let options: LayerWriter.Options
    private let stream: TarStream
    private var summary: SourceSummary
    /// Files with further names that have not come yet: the first path, and how many are left.
    private var linked: [FileID: (path: [UInt8], left: UInt64)] = [:]

    private init(_ options: LayerWriter.Options, _ root: WrittenLayer.Root, into stream: TarStream) {
        self.options = options
        self.stream = stream
        self.summary = SourceSummary(root: root)
    }

    /// - Parameter path: of a folder or a file; a link is followed.
    static func read(_ path: String, _ options: LayerWriter.Options, into stream: TarStream) throws -> SourceSummary {
        let number = try SystemCall.check("open '\(path)'") { Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        let root = Descriptor(number)
        let status = try SystemCall.status(root.number, "look at '\(path)'")
        let reader = TreeReader(options, status.isFolder ? .folder(mode: status.permissions) : .file, into: stream)
        if status.isFolder {
            try reader.readFolder(root.number, [])
        } else {
            guard status.kind == S_IFREG else { throw LayerArchiveError(.unsupported, "'\(path)' is neither a folder nor a file") }
            let name = Array(path.utf8).split(separator: UInt8(ascii: "/")).last ?? []
            let entryPath = try reader.checked(Array(name))
            try reader.readFile(root.number, status, entryPath)
        }
        try stream.append(TarEncoder.end)
        return reader.summary
    }

    /// - Parameter path: empty for the root.
    private func readFolder(_ folder: Int32, _ path: [UInt8]) throws {
        for name in try FolderListing.names(in: folder, "read the folder '\(path.isEmpty ? "." : Shown.text(path))'") {
            try readEntry(name, in: folder, try checked(path.isEmpty ? name : path + [UInt8(ascii: "/")] + name))
        }
    }

    /// Refuses at once what no extractor would take.
    private func checked(_ path: [UInt8]) throws -> [UInt8] {
        let checked = try EntryPath(parsing: path)
        if checked.name.starts(with: Whiteout.prefix) {
            throw LayerArchiveError(
                .unsafeEntry,
                "'\(checked.shown)' can't be in a layer: a name that begins with '.wh.' deletes a file where the layer is applied; rename it")
        }
        return path
    }

    private func readEntry(_ name: [UInt8], in folder: Int32, _ path: [UInt8]) throws {
        guard let status = try SystemCall.status(name, in: folder, "look at '\(Shown.text(path))'") else { throw Self.changed(path, "vanished") }
        switch status.kind {
        case S_IFDIR:
            let opened = Descriptor(try open(name, in: folder, O_DIRECTORY, path))
            try add(entry(.folder, try SystemCall.status(opened.number, "look at '\(Shown.text(path))'"), path))
            try readFolder(opened.number, path)
        case S_IFREG:
            if try readFurtherName(status, path) { return }
            // Not to wait for a writer, should it have become a pipe.
            let opened = Descriptor(try open(name, in: folder, O_NONBLOCK, path))
            let now = try SystemCall.status(opened.number, "look at '\(Shown.text(path))'")
            guard now.st_ino == status.st_ino, now.kind == S_IFREG else { throw Self.changed(path, "was replaced") }
            try readFile(opened.number, now, path)
        case S_IFLNK:
            try readLink(name, in: folder, status, path)
        case S_IFSOCK:
            if summary.skipped.count < Self.largestSkipped { summary.skipped.append(Shown.text(path)) }
        case S_IFCHR, S_IFBLK, S_IFIFO:
            try readDevice(status, path)
        default:
            throw LayerArchiveError(.unsupported, "'\(Shown.text(path))' is of a kind that no archive holds")
        }
    }

    private func open(_ name: [UInt8], in folder: Int32, _ flags: Int32, _ path: [UInt8]) throws -> Int32 {
        switch Descriptor.open(name, in: folder, O_RDONLY | flags) {
        case .success(let number): return number
        case .failure(let error) where [ENOENT, ELOOP, ENOTDIR, ENXIO].contains(error.errno): throw Self.changed(path, "was replaced")
        case .failure(let error): throw LayerArchiveError(errno: error.errno, while: "open '\(Shown.text(path))'")
        }
    }

    // MARK: Kinds

    /// True where the file stands in the archive under another name already.
    private func readFurtherName(_ status: stat, _ path: [UInt8]) throws -> Bool {
        guard status.st_nlink > 1 else { return false }
        let id = FileID(device: UInt64(status.st_dev), node: UInt64(status.st_ino))
        guard let known = linked[id] else {
            linked[id] = (path, UInt64(status.st_nlink) - 1)
            return false
        }
        linked[id] = known.left > 1 ? (known.path, known.left - 1) : nil
        var link = entry(.hardLink, status, path)
        link.target = known.path
        try add(link)
        return true
    }

    private func readFile(_ file: Int32, _ status: stat, _ path: [UInt8]) throws {
        var header = entry(.file, status, path)
        header.size = Int64(status.st_size)
        try add(header)
        var left = header.size
        while left > 0 {
            let count = try stream.fill(upTo: Int(clamping: left)) { space in
                try SystemCall.check("read '\(Shown.text(path))'") { Glibc.read(file, space.baseAddress, space.count) }
            }
            guard count > 0 else { throw Self.changed(path, "became shorter") }
            left -= Int64(count)
        }
        let now = try SystemCall.status(file, "look at '\(Shown.text(path))'")
        guard now.st_size == status.st_size, now.modified == status.modified else { throw Self.changed(path, "was written to") }
        try stream.append([UInt8](repeating: 0, count: Int(TarLayout.padding(behind: header.size))))
    }

    private func readLink(_ name: [UInt8], in folder: Int32, _ status: stat, _ path: [UInt8]) throws {
        let target = try SystemCall.linkTarget(name[...], in: folder, "read the link '\(Shown.text(path))'")
        if let objection = options.links.objection(to: target, depth: try EntryPath(parsing: path).depth) {
            throw LayerArchiveError(.unsafeEntry, "'\(Shown.text(path))' is refused: \(objection)")
        }
        var link = entry(.symbolicLink, status, path)
        link.target = target
        // Whatever the file system says, which differs between them.
        link.mode = 0o777
        try add(link)
    }

    private func readDevice(_ status: stat, _ path: [UInt8]) throws {
        guard options.includesDevices else {
            throw LayerArchiveError(.unsafeEntry, "'\(Shown.text(path))' is a device or a named pipe, which a layer holds only when asked to")
        }
        let kind: TarEntry.Kind =
            switch status.kind {
            case S_IFCHR: .characterDevice
            case S_IFBLK: .blockDevice
            default: .pipe
            }
        var device = entry(kind, status, path)
        if kind != .pipe { (device.deviceMajor, device.deviceMinor) = DeviceNumber.parts(of: UInt64(status.st_rdev)) }
        try add(device)
    }

    // MARK: Headers

    private func entry(_ kind: TarEntry.Kind, _ status: stat, _ path: [UInt8]) -> TarEntry {
        let modified: FileTime =
            switch options.modificationTime {
            case .asOnDisk: status.modified
            case .clamped(let latest): min(status.modified, FileTime(seconds: latest, nanoseconds: 0))
            case .fixed(let seconds): FileTime(seconds: seconds, nanoseconds: 0)
            }
        return TarEntry(path: path, kind: kind, mode: status.permissions, modified: modified)
    }

    private func add(_ entry: TarEntry) throws {
        summary.entryCount += 1
        try stream.append(try TarEncoder.header(of: entry))
    }

    private static func changed(_ path: [UInt8], _ what: String) -> LayerArchiveError {
        LayerArchiveError(.changed, "'\(Shown.text(path))' \(what) while it was archived; archive the folder when nothing writes to it")
    }
}
