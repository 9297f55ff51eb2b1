import Glibc

/// The folder that a target is in, kept open, and the target's name there.
final class ReplacementPlace: Sendable {
    /// Of the target, absolute and without links.
    let path: String
    /// Of the folder.
    let parentPath: String
    /// Of the target in it.
    let name: String
    /// The open folder's.
    let number: Int32

    /// - Throws: ``LayerArchiveError``.
    init(_ target: String) throws {
        let resolved = try Self.resolve(target)
        guard let slash = resolved.lastIndex(of: "/"), resolved != "/" else {
            throw LayerArchiveError(.unsupported, "'\(target)' can't be replaced: it is the root of the file system")
        }
        self.path = resolved
        self.name = String(resolved[resolved.index(after: slash)...])
        self.parentPath = slash == resolved.startIndex ? "/" : String(resolved[..<slash])
        if let working = Self.realPath("."), (working + "/").utf8.starts(with: (resolved + "/").utf8) {
            throw LayerArchiveError(
                .unsupported,
                "'\(target)' can't be replaced: this process works in it, and so may others; start from another folder or give one inside of it")
        }
        guard name.utf8.count + FreshFolder.longestAddition <= EntryPath.longestName else {
            throw LayerArchiveError(.unsupported, "'\(target)' can't be replaced: its name is too long for a folder beside it")
        }
        let parentPath = parentPath
        self.number = try SystemCall.check("open the folder '\(parentPath)'") { open(parentPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    }

    deinit { _ = close(number) }

    func sibling(_ name: String) -> String { parentPath == "/" ? "/" + name : parentPath + "/" + name }

    /// What the path leads to; of a path that doesn't exist, its name in its resolved folder.
    private static func resolve(_ target: String) throws -> String {
        if let path = realPath(target) { return path }
        let error = errno
        let trimmed = target.utf8.reversed().drop { $0 == UInt8(ascii: "/") }
        let text = String(decoding: trimmed.reversed(), as: UTF8.self)
        let slash = text.lastIndex(of: "/")
        let name = slash.map { String(text[text.index(after: $0)...]) } ?? text
        let folder = slash.map { $0 == text.startIndex ? "/" : String(text[..<$0]) } ?? "."
        var status = stat()
        guard error == ENOENT, !name.isEmpty, name != ".", name != "..", lstat(text, &status) == -1, errno == ENOENT else {
            throw LayerArchiveError(errno: error, while: "find '\(target)'")
        }
        guard let parent = realPath(folder) else { throw LayerArchiveError(errno: errno, while: "find the folder '\(folder)'") }
        return parent == "/" ? "/" + name : parent + "/" + name
    }

    /// nil with errno set where it doesn't exist.
    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    // MARK: Swapping

    /// Gives a sibling the target's name.
    ///
    /// - Returns: the name that what was there has now; nil where there was nothing.
    func swapIn(_ sibling: String) throws -> String? {
        let purpose = "put the new content in the place of '\(path)'"
        guard try SystemCall.status(name.utf8, in: number, purpose) != nil else {
            try rename(number, sibling, to: name, purpose)
            return nil
        }
        switch exchange(sibling) {
        case .success: return sibling
        case .failure(let error) where [EINVAL, ENOSYS, ENOTSUP].contains(error.errno): return try replaceInTwoSteps(sibling, purpose)
        case .failure(let error): throw LayerArchiveError(errno: error.errno, while: purpose)
        }
    }

    /// Gives a file in a sibling the target's name.
    func swapIn(_ file: [UInt8], from fresh: FreshFolder) throws {
        let purpose = "put the new file in the place of '\(path)'"
        let status = try SystemCall.status(name.utf8, in: number, purpose)
        let from = fresh.number
        if status?.isFolder == true {
            // A file doesn't replace a folder: the old folder moves into the fresh one, and goes with it.
            let aside = String(decoding: file, as: UTF8.self) == "old" ? "older" : "old"
            try SystemCall.check(purpose) { renameat(number, name, from, aside) }
            do {
                try file.withCString { file in _ = try SystemCall.check(purpose) { renameat(from, file, number, name) } }
            } catch {
                _ = renameat(from, aside, number, name)
                throw error
            }
        } else {
            try file.withCString { file in _ = try SystemCall.check(purpose) { renameat(from, file, number, name) } }
        }
    }

    private func exchange(_ sibling: String) -> Result<Int32, SystemError> {
        guard let rename = LinuxCalls.renameWithFlags else { return .failure(SystemError(errno: ENOSYS)) }
        return SystemCall.attempt { rename(number, sibling, number, name, LinuxCalls.renameExchange) }
    }

    /// For file systems without an exchange: for a moment nothing has the target's name.
    func replaceInTwoSteps(_ sibling: String, _ purpose: String) throws -> String {
        let aside = FreshFolder.newName(for: name)
        try rename(number, name, to: aside, purpose)
        do {
            try rename(number, sibling, to: name, purpose)
        } catch {
            try rename(number, aside, to: name, "put back '\(path)', which is '\(self.sibling(aside))' now")
            throw error
        }
        return aside
    }

    private func rename(_ folder: Int32, _ old: String, to new: String, _ purpose: String) throws {
        try SystemCall.check(purpose) { renameat(folder, old, number, new) }
    }
}
