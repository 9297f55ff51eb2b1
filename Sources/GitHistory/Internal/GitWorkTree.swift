import ContentHashing
import Glibc

/// A folder of a work tree: where things are that git keeps about its files, and what git says of these.
struct GitWorkTree: Sendable {
    let git: GitProgram
    /// Where git runs.
    let folder: String
    /// The absolute path of the work tree's top folder.
    let top: TreePath
    /// The folder, relative to the top; `.` is the top.
    let prefix: TreePath
    let indexFile: String
    /// Of the repository's own attributes.
    let infoFile: String

    /// - Returns: `nil` in no work tree, and where objects are replaced: files may be either object then.
    /// - Throws: ``GitError``; `CancellationError`.
    static func find(from folder: String, git: GitProgram) async throws -> GitWorkTree? {
        let arguments = [
            "rev-parse", "--is-inside-work-tree", "--show-cdup", "--glob=refs/replace/*", "--path-format=absolute", "--git-path", "index",
            "--git-path",
            "info/attributes",
        ]
        let output = try await git.run(arguments, in: folder)
        guard output.exitCode == 0 else {
            if output.errors.contains("not a git repository") { return nil }
            throw GitProgram.failure(arguments, output)
        }
        return GitWorkTree(git: git, folder: folder, answer: output.text)
    }

    private init?(git: GitProgram, folder: String, answer: String) {
        let parts = answer.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        // Behind the way up comes a path, where it isn't the id of an object that replaces another.
        guard parts.count == 3, parts[0] == "true", parts[2].hasPrefix("/"), parts[2].hasSuffix("\n") else { return nil }
        // Names may have line feeds, so the end of the first path has to be the only one that looks like it.
        let files = parts[2].dropLast().split(separator: "/index\n/", omittingEmptySubsequences: false)
        guard files.count == 2, let resolved = realpath(folder, nil) else { return nil }
        defer { free(resolved) }
        // `../` for each folder on the way up.
        let depth = parts[1].split(separator: "/").count
        let path = UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)).split(separator: UInt8(ascii: "/"))
        guard depth <= path.count else { return nil }
        self.git = git
        self.folder = folder
        self.top = TreePath(bytes: path.dropLast(depth).flatMap { [UInt8(ascii: "/")] + $0 })
        self.prefix = depth == 0 ? .base : TreePath(bytes: Array(path.suffix(depth).joined(separator: [UInt8(ascii: "/")])))
        self.indexFile = "\(files[0])/index"
        self.infoFile = "/\(files[1])"
    }

    /// The files below the folder that git takes for changed, or can't be sure of without an update of its index.
    func differingFiles() async throws -> [TreePath] {
        // With the right to execute, whatever the repository says: the index is asked for it instead of the file.
        let output = try await git.succeed(
            ["-c", "core.fileMode=true", "diff-files", "--name-only", "-z", "--relative", "--ignore-submodules=all", "--", "."], in: folder)
        return NulSeparated(output.bytes).map { TreePath(bytes: Array($0)) }
    }

    /// The files whose bytes git puts through a filter, or writes in another encoding.
    func filteredFiles(of index: GitIndex) async throws -> [TreePath] {
        guard try await mayHaveAttributes(index) else { return [] }
        // Not `ls-files` with a pattern of attributes: in a subfolder git 2.39 looks them up by names that lack the folder's.
        let output = try await git.succeed(["check-attr", "--all", "-z", "--stdin"], in: folder, input: index.objectIDs.terminatedPaths)
        var filtered: [TreePath] = []
        var entries = NulSeparated(output.bytes)
        while let path = entries.next(), let attribute = entries.next(), let value = entries.next() {
            guard Self.filters.contains(String(decoding: attribute, as: UTF8.self)), !value.elementsEqual("unset".utf8) else { continue }
            filtered.append(TreePath(bytes: Array(path)))
        }
        return filtered
    }

    private static let filters: Set = ["filter", "ident", "working-tree-encoding"]
}
