/// Tracked files whose bytes on the disk are exactly those of an object of git.
///
/// Names are bytes, as git and the file system have them: equal texts can be different names. All are slices of one buffer,
/// the output of `git ls-files`, so that 50,000 files cost no more than a pass over it.
package struct CleanFiles: Sendable {
    package struct File: Sendable {
        /// Relative to the folder that was asked about.
        package let path: ArraySlice<UInt8>
        /// In lower-case hex.
        package let objectID: ArraySlice<UInt8>
    }

    /// In the order of the bytes of their paths.
    package private(set) var files: [File]

    package var count: Int { files.count }

    init() {
        self.files = []
    }

    /// - Parameter listing: Of `git ls-files -z -v --stage`: entries such as `H 100644 OBJECT 0<tab>PATH<nul>`.
    init(listing: [UInt8]) {
        self.files = NulSeparated(listing).compactMap(Self.file)
    }

    /// - Returns: `nil` for what is no plain file, and for a file that git is told not to look at.
    private static func file(_ entry: ArraySlice<UInt8>) -> File? {
        // `H`: neither assume-unchanged (`h`) nor skip-worktree (`S`) nor in conflict (`M`). `100`: a file, not a link.
        let id = entry.dropFirst(Self.modeWidth).prefix { $0 != UInt8(ascii: " ") }
        let rest = entry[id.endIndex...]
        // Stage 0.
        guard entry.starts(with: "H 100".utf8), rest.starts(with: " 0\t".utf8) else { return nil }
        return File(path: rest.dropFirst(3), objectID: id)
    }

    /// Of a flag and a mode with a space behind each: `H 100644 `.
    private static let modeWidth = 9

    /// Takes out the files with these paths.
    mutating func remove(_ paths: Set<ArraySlice<UInt8>>) {
        if !paths.isEmpty { files.removeAll { paths.contains($0.path) } }
    }
}

extension CleanFiles.File {
    /// For people and tests: bytes that are no UTF-8 are replaced.
    package var pathText: String { String(decoding: path, as: UTF8.self) }
    package var objectIDText: String { String(decoding: objectID, as: UTF8.self) }
}
