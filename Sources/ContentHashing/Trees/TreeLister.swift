import Glibc

/// Lists parts of a file tree.
///
/// Folders are read without a look at each entry where the file system tells the kinds. Symbolic links are entries and are
/// never followed. What is called `.git` is left out, wherever it is: a repository's own folder, or in a linked work tree and a
/// submodule the file that says where it is on this machine. Everything else counts, names with a leading dot too.
package struct TreeLister {
    /// Tells that a list grows long while it is made.
    package struct Notice: Sendable {
        /// Of entries.
        let count: Int
        let body: @Sendable () -> Void

        /// - Parameter body: Called at most once, from the listing's thread, when so many entries were found.
        package init(at count: Int, _ body: @escaping @Sendable () -> Void) {
            self.count = count
            self.body = body
        }
    }

    private let folder: TreeFolder
    private var found = TreeEntries.Builder()
    private var notice: Notice?

    package init(_ folder: TreeFolder, notice: Notice? = nil) {
        self.folder = folder
        self.notice = notice
    }

    /// Lists on a thread of its own.
    ///
    /// - Throws: what `body` throws, and ``TreeError`` with code `noThread`.
    package static func entries(
        in folder: TreeFolder, notice: Notice? = nil, _ body: @escaping @Sendable (inout TreeLister) throws -> Void
    ) async throws -> TreeEntries {
        try await NamedThreads.run(name: "tree-list") {
            var lister = TreeLister(folder, notice: notice)
            try body(&lister)
            return lister.entries
        }
    }

    /// All that was added, sorted, each path once.
    package var entries: TreeEntries { found.finish() }

    /// Adds an entry, and where it is a folder all that is below it.
    ///
    /// - Parameter path: Relative to the tree's folder; `.` is that folder itself.
    /// - Returns: Whether there is such an entry.
    /// - Throws: ``TreeError`` for what can't be read, and for sockets, pipes and devices.
    package mutating func add(_ path: TreePath) throws(TreeError) -> Bool {
        guard let kind = try folder.kind(of: path) else { return false }
        found.append(path, kind)
        if kind == .folder { try visit(path == .base ? [] : path.bytes, nil) }
        return true
    }

    /// Adds what is chosen among the entries below a folder.
    ///
    /// - Returns: How many were added by choice, not counting what is below a chosen folder. 0 where the path is no folder.
    package mutating func add(below path: TreePath, choosing selection: any TreeSelection) throws(TreeError) -> Int {
        guard try folder.kind(of: path) == .folder else { return 0 }
        return try visit(path == .base ? [] : path.bytes, selection)
    }

    /// - Parameter selection: `nil` for everything.
    @discardableResult
    private mutating func visit(_ path: [UInt8], _ selection: (any TreeSelection)?) throws(TreeError) -> Int {
        let names = try FolderNames(reading: path, in: folder)
        var chosen = 0
        defer { giveNotice() }
        for item in names.items {
            let name = names.name(of: item)
            let decision = selection.map { selection in name.withUnsafeBytes { selection.decision(for: $0) } } ?? .take
            switch decision {
            case .leaveOut: continue
            case .take where item.isInside: try visit(Self.join(path, name), nil)
            case .take:
                guard let kind = item.kind else { throw TreeError.unsupported(TreePath(bytes: Self.join(path, name))) }
                path.withUnsafeBytes { path in name.withUnsafeBytes { found.append(folder: path, name: $0, kind) } }
                chosen += 1
            case .lookInside(let selection):
                if item.isInside { chosen += try visit(Self.join(path, name), selection) }
            }
        }
        return chosen
    }

    private mutating func giveNotice() {
        guard let notice, found.count >= notice.count else { return }
        self.notice = nil
        notice.body()
    }

    private static func join(_ folder: [UInt8], _ name: ArraySlice<UInt8>) -> [UInt8] {
        folder.isEmpty ? Array(name) : folder + [UInt8(ascii: "/")] + name
    }
}

extension TreePath {
    /// The folder that paths are relative to.
    package static let base = TreePath(".")
}
