import Glibc

/// Puts the entries of an archive into a folder. For one thread.
///
/// The rules of safety are in ``EntryPath``, ``LinkPolicy`` and ``RootedFolder``; here they are applied.
struct EntryWriter: TarVisitor {
    /// What a folder gets when everything is in it.
    private struct FolderFacts {
        var mode: mode_t
        var modified: FileTime?
        var owner: (user: uid_t, group: gid_t)?
    }

    private let options: ExtractionOptions
    private let folder: RootedFolder
    private var folders: [[UInt8]: FolderFacts] = [:]
    private var whiteouts: Whiteouts?
    private var file: OpenFile?
    private(set) var entryCount = 0

    init(into path: String, _ options: ExtractionOptions) throws {
        self.options = options
        self.folder = try RootedFolder(path)
        self.whiteouts = options.appliesWhiteouts ? Whiteouts() : nil
    }

    // MARK: Entries

    mutating func begin(_ entry: TarEntry) throws {
        entryCount += 1
        if let most = options.maximumEntryCount, entryCount > most {
            throw LayerArchiveError(.tooLarge, "the archive has more than the \(most) entries that are allowed")
        }
        let path = try EntryPath(parsing: entry.path)
        guard !path.isRoot else {
            guard entry.kind == .folder else { throw refused(path, "it would replace the folder itself") }
            return
        }
        if try applyWhiteout(entry, path) { return }
        let parent = try self.parent(of: path)
        whiteouts?.note(path)
        switch entry.kind {
        case .file: try beginFile(entry, path, parent)
        case .folder: try makeFolder(entry, path, parent)
        case .symbolicLink: try makeLink(entry, path, parent)
        case .hardLink: try linkFile(entry, path)
        case .characterDevice, .blockDevice, .pipe: try makeDevice(entry, path, parent)
        }
    }

    mutating func content(_ bytes: UnsafeRawBufferPointer) throws {
        // Of a whiteout, which has no business with content.
        guard let file else { return }
        try SystemCall.write(file.descriptor.number, bytes, "write '\(file.path.shown)'")
    }

    mutating func end(_ entry: TarEntry) throws {
        guard let done = file else { return }
        defer { file = nil }
        func purpose() -> String { "write '\(done.path.shown)'" }
        if let owner = try owner(of: entry, done.path) {
            try SystemCall.check(purpose()) { fchown(done.descriptor.number, owner.user, owner.group) }
        }
        // Behind the owner: a change of owner takes the set-id bits away.
        try SystemCall.check(purpose()) { fchmod(done.descriptor.number, mode(of: entry)) }
        try SystemCall.check(purpose()) { entry.modified.withTimes { futimens(done.descriptor.number, $0) } }
    }

    /// Gives the folders their modes and times, the deepest first: a folder may forbid to reach what is in it.
    mutating func finish() throws {
        for (bytes, facts) in folders.sorted(by: { $1.key.lexicographicallyPrecedes($0.key) }) {
            let path = try EntryPath(parsing: bytes)
            func purpose() -> String { "finish the folder '\(path.shown)'" }
            guard let parent = try folder.existingParent(of: path) else { throw LayerArchiveError(errno: ENOENT, while: purpose()) }
            switch Descriptor.open(path.name, in: parent, O_RDONLY | O_DIRECTORY) {
            case .success(let number):
                let opened = Descriptor(number)
                if let owner = facts.owner { try SystemCall.check(purpose()) { fchown(opened.number, owner.user, owner.group) } }
                try SystemCall.check(purpose()) { fchmod(opened.number, facts.mode) }
                if let modified = facts.modified { try SystemCall.check(purpose()) { modified.withTimes { futimens(opened.number, $0) } } }
            case .failure(let error):
                throw LayerArchiveError(errno: error.errno, while: purpose())
            }
        }
        folders = [:]
    }

    // MARK: Kinds

    private mutating func beginFile(_ entry: TarEntry, _ path: EntryPath, _ parent: Int32) throws {
        // A new file always: what has the name may be a link, or have other names.
        let number = try replacing(path, parent, "make the file '\(path.shown)'") { name in
            openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        file = OpenFile(path: path, descriptor: OpenFile.Holder(number))
    }

    private mutating func makeFolder(_ entry: TarEntry, _ path: EntryPath, _ parent: Int32) throws {
        func purpose() -> String { "make the folder '\(path.shown)'" }
        let made = path.name.withCString { name in SystemCall.attempt { mkdirat(parent, name, 0o700) } }
        if case .failure(let error) = made {
            guard error.errno == EEXIST else { throw LayerArchiveError(errno: error.errno, while: purpose()) }
            let status = try SystemCall.status(path.name, in: parent, purpose())
            if status?.isFolder == true {
                // Of an earlier layer, or named before: it may be read-only.
                if let number = try OwnFolder.open(path.name, in: parent, purpose()) { _ = Descriptor(number) }
            } else {
                try replacing(path, parent, purpose()) { name in mkdirat(parent, name, 0o700) }
            }
        }
        folders[path.bytes] = FolderFacts(mode: mode(of: entry), modified: entry.modified, owner: try owner(of: entry, path))
    }

    private mutating func makeLink(_ entry: TarEntry, _ path: EntryPath, _ parent: Int32) throws {
        if let objection = options.links.objection(to: entry.target, depth: path.depth) { throw refused(path, objection) }
        try entry.target.withCString { target in
            _ = try replacing(path, parent, "make the link '\(path.shown)'") { name in symlinkat(target, parent, name) }
        }
        try restore(entry, path, parent, hasMode: false)
    }

    private mutating func linkFile(_ entry: TarEntry, _ path: EntryPath) throws {
        let source: EntryPath
        do {
            source = try EntryPath(parsing: entry.target)
        } catch {
            throw refused(path, "it is a hard link to '\(Shown.text(entry.target))', which is not in the folder", error)
        }
        guard source != path else { return }
        func purpose() -> String { "link '\(path.shown)' to '\(source.shown)'" }
        guard !source.isRoot, let found = try folder.existingParent(of: source) else {
            throw refused(path, "it is a hard link to '\(source.shown)', which is not in the archive before it")
        }
        // Its own descriptor: the path's folder is opened next.
        let holder = Descriptor(try SystemCall.check(purpose()) { fcntl(found, F_DUPFD_CLOEXEC, 0) })
        guard let status = try SystemCall.status(source.name, in: holder.number, purpose()) else {
            throw refused(path, "it is a hard link to '\(source.shown)', which is not in the archive before it")
        }
        if status.kind == S_IFLNK { try checkMoved(source, in: holder.number, to: path, purpose()) }
        guard !status.isFolder else { throw refused(path, "it is a hard link to the folder '\(source.shown)'") }
        let parent = try self.parent(of: path)
        let from = holder.number
        // Without AT_SYMLINK_FOLLOW a link is linked itself.
        _ = try source.name.withCString { source in
            try replacing(path, parent, purpose()) { name in linkat(from, source, parent, name, 0) }
        }
    }

    /// The same link in another folder leads elsewhere.
    private func checkMoved(_ source: EntryPath, in folder: Int32, to path: EntryPath, _ purpose: @autoclosure () -> String) throws {
        let target = try SystemCall.linkTarget(source.name, in: folder, purpose())
        if let objection = options.links.objection(to: target, depth: path.depth) { throw refused(path, objection) }
    }

    private mutating func makeDevice(_ entry: TarEntry, _ path: EntryPath, _ parent: Int32) throws {
        guard options.allowsDevices else { throw refused(path, "it is a device or a named pipe, which nobody asked for") }
        let kind: mode_t =
            switch entry.kind {
            case .characterDevice: S_IFCHR
            case .blockDevice: S_IFBLK
            default: S_IFIFO
            }
        guard let device = DeviceNumber.packed(major: entry.deviceMajor, minor: entry.deviceMinor) else {
            throw refused(path, "its device number is not possible")
        }
        _ = try replacing(path, parent, "make the device '\(path.shown)'") { name in mknodat(parent, name, kind | 0o600, dev_t(device)) }
        try restore(entry, path, parent, hasMode: true)
    }

    // MARK: Whiteouts

    /// True where the entry was one.
    private mutating func applyWhiteout(_ entry: TarEntry, _ path: EntryPath) throws -> Bool {
        guard let whiteout = try Whiteout(path) else { return false }
        guard let whiteouts else { throw refused(path, "it is a whiteout, which deletes something from an earlier layer; nobody asked for that") }
        guard entry.kind == .file || entry.kind == .hardLink else { throw refused(path, "it is a whiteout that is no plain file") }
        switch whiteout {
        case .ignored:
            break
        case .hides(let hidden):
            if let parent = try folder.existingParent(of: hidden) { try purge(hidden, parent, whiteouts) }
        case .opaque:
            if let parent = try folder.existingParent(of: path) {
                for name in try FolderListing.names(in: parent, "read the folder of '\(path.shown)'") {
                    let prefix = path.parent.isEmpty ? [] : path.parent + [UInt8(ascii: "/")]
                    let child = try EntryPath(parsing: Array(prefix) + name)
                    guard let parent = try folder.existingParent(of: child) else { break }
                    try purge(child, parent, whiteouts)
                }
            }
        }
        return true
    }

    /// Removes what earlier layers left, and keeps what this one has made.
    private mutating func purge(_ path: EntryPath, _ parent: Int32, _ whiteouts: Whiteouts) throws {
        guard whiteouts.hasMade(path) else { return try remove(path, parent) }
        guard try SystemCall.status(path.name, in: parent, "look at '\(path.shown)'")?.isFolder == true,
            case .success(let number) = Descriptor.open(path.name, in: parent, O_RDONLY | O_DIRECTORY)
        else { return }
        let opened = Descriptor(number)
        for name in try FolderListing.names(in: opened.number, "read the folder '\(path.shown)'") {
            try purge(try EntryPath(parsing: path.bytes + [UInt8(ascii: "/")] + name), opened.number, whiteouts)
        }
    }

    // MARK: Steps

    private mutating func parent(of path: EntryPath) throws -> Int32 {
        let (parent, made) = try folder.parent(of: path)
        for folder in made {
            folders[Array(folder)] = FolderFacts(mode: 0o755)
            whiteouts?.note(folder)
        }
        return parent
    }

    /// Makes something under a name. Where the name is taken, what has it is removed first, with all that is in it.
    @discardableResult
    private mutating func replacing(
        _ path: EntryPath, _ parent: Int32, _ purpose: @autoclosure () -> String, _ call: (UnsafePointer<CChar>) -> Int32
    ) throws -> Int32 {
        try path.name.withCString { name in
            switch SystemCall.attempt({ call(name) }) {
            case .success(let result):
                return result
            case .failure(let error) where error.errno == EEXIST:
                try remove(path, parent)
                return try SystemCall.check(purpose()) { call(name) }
            case .failure(let error):
                throw LayerArchiveError(errno: error.errno, while: purpose())
            }
        }
    }

    private mutating func remove(_ path: EntryPath, _ parent: Int32) throws {
        try TreeRemoval.remove(path.name, in: parent, shown: path.shown)
        // The parent stays open: it is not below the path.
        folder.forget(path)
        guard folders[path.bytes] != nil else { return }
        let below = path.bytes + [UInt8(ascii: "/")]
        folders = folders.filter { $0.key != path.bytes && !$0.key.starts(with: below) }
    }

    /// Owner, mode and time of what can't be opened.
    private func restore(_ entry: TarEntry, _ path: EntryPath, _ parent: Int32, hasMode: Bool) throws {
        func purpose() -> String { "finish '\(path.shown)'" }
        try path.name.withCString { name in
            if let owner = try owner(of: entry, path) {
                try SystemCall.check(purpose()) { fchownat(parent, name, owner.user, owner.group, AT_SYMLINK_NOFOLLOW) }
            }
            if hasMode { try SystemCall.check(purpose()) { fchmodat(parent, name, mode(of: entry), 0) } }
            try SystemCall.check(purpose()) { entry.modified.withTimes { utimensat(parent, name, $0, AT_SYMLINK_NOFOLLOW) } }
        }
    }

    private func mode(of entry: TarEntry) -> mode_t {
        mode_t(entry.mode & (options.restoresSetIDs ? 0o7777 : 0o1777))
    }

    private func owner(of entry: TarEntry, _ path: EntryPath) throws -> (user: uid_t, group: gid_t)? {
        guard options.restoresOwners, geteuid() == 0 else { return nil }
        // The highest number means "leave it" to the kernel.
        guard let user = uid_t(exactly: entry.owner), let group = gid_t(exactly: entry.group), user < .max, group < .max else {
            throw refused(path, "its owner is not possible")
        }
        return (user, group)
    }

    private func refused(_ path: EntryPath, _ reason: String, _ cause: (any Error)? = nil) -> LayerArchiveError {
        LayerArchiveError(.unsafeEntry, "the archive's entry '\(path.shown)' is refused: \(reason)", cause: cause)
    }
}
