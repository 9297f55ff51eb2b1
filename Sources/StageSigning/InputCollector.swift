package import ContentHashing
import Glibc

/// Finds the files that a stage's inputs name, below a base folder.
///
/// An input is a file, a folder, or a pattern as in ``InputPattern``: `*`, `?`, `[…]` and `**`, matched by bytes. A folder
/// stands for all that is in it, empty folders and names with a leading dot too. Symbolic links are inputs by the text of
/// their target; none is followed. What is called `.git` never counts. An input that is named more than once counts once.
///
/// The result depends on nothing but the tree: not on the base folder's place, the locale (no call here reads one), the
/// umask, times, owners, or whether there is git.
package struct InputCollector: Sendable {
    private let folder: TreeFolder
    /// Its absolute path as it was given, and without symbolic links.
    private let absolutePaths: [String]

    /// - Parameter base: The folder that inputs are relative to; may be reached through symbolic links.
    /// - Throws: ``StageSigningError`` with code `unreadable`.
    package init(base: String) throws(StageSigningError) {
        do throws(TreeError) {
            self.folder = try TreeFolder(path: base)
        } catch {
            throw StageSigningError(.unreadable, "can't open the base folder", cause: error)
        }
        self.absolutePaths = Self.absolutePaths(of: base)
    }

    private static func absolutePaths(of base: String) -> [String] {
        var paths = [base]
        if let resolved = realpath(base, nil) {
            paths.append(String(cString: resolved))
            free(resolved)
        }
        return paths.filter { $0.hasPrefix("/") }
    }

    /// Finds what the patterns name. Reads no file.
    ///
    /// - Parameter notice: Tells while this runs that there are many.
    /// - Throws: ``StageSigningError`` for each way in which a pattern can be wrong: nothing is there, it leads out of the base
    ///   folder, is malformed, or names a socket, pipe or device; the message names it.
    package func list(_ patterns: [String], notice: TreeLister.Notice? = nil) async throws -> InputListing {
        var inputs: [InputPattern] = []
        for pattern in patterns { inputs.append(try InputPattern(pattern, bases: absolutePaths)) }
        let folder = folder
        let entries = try await Self.translating {
            try await TreeLister.entries(in: folder, notice: notice) { [inputs] lister in
                for input in inputs { try Self.add(input, to: &lister, in: folder) }
            }
        }
        return InputListing(entries: entries, folder: folder)
    }

    /// Finds and hashes what the patterns name.
    ///
    /// - Parameters:
    ///   - objectIDs: What git knows of the files below the base folder, with `cache`, to save reading them.
    ///   - cache: The caller saves it.
    /// - Throws: what ``list(_:notice:)`` and ``InputListing/files(objectIDs:cache:changed:)`` throw.
    package func collect(_ patterns: [String], objectIDs: ObjectIDs = ObjectIDs(), cache: ObjectDigestCache? = nil) async throws -> [InputFile] {
        try await list(patterns).files(objectIDs: objectIDs, cache: cache)
    }

    private static func add(_ input: InputPattern, to lister: inout TreeLister, in folder: TreeFolder) throws {
        let text = Printable.text(input.text)
        var isReal = true
        for end in input.parts.indices.dropFirst() {
            let above = InputPattern.path(of: input.parts[..<end])
            let kind = try folder.kind(of: above)
            if kind != .folder { isReal = false }
            if kind == .symlink, end <= input.fixedCount {
                throw StageSigningError(.outsideBase, "the input `\(text)` goes through the symbolic link `\(above)`; name where it leads")
            }
        }
        if isReal, try lister.add(input.path) { return }
        guard input.hasWildcards else {
            throw StageSigningError(.missingInput, "the input `\(text)` does not exist in the base folder; create it, or correct its name")
        }
        guard let selection = GlobSelection(input.parts[input.fixedCount...]) else {
            throw StageSigningError(.malformedPattern, "the input `\(text)` has a [ without its ], or ends with a backslash")
        }
        guard try lister.add(below: InputPattern.path(of: input.parts[..<input.fixedCount]), choosing: selection) > 0 else {
            throw StageSigningError(.missingInput, "nothing in the base folder matches the input `\(text)`; correct the pattern, or leave it out")
        }
    }

    /// Tree errors in the words of inputs.
    static func translating<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as TreeError {
            switch error.code {
            case .unsupportedKind: throw StageSigningError(.notAnInput, error.message)
            case .missing: throw StageSigningError(.missingInput, error.message)
            default: throw StageSigningError(.unreadable, error.message)
            }
        }
    }
}
