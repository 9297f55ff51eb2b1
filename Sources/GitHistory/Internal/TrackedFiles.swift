/// What `git ls-files -z -v --stage` tells.
struct TrackedFiles {
    /// Of the plain files, without those that git is told not to look at, by their paths.
    private(set) var objectIDs: [String: String] = [:]
    /// How many entries there are, of any kind.
    let count: Int

    /// - Parameter listing: Entries such as `H 100644 OBJECT 0<tab>PATH<nul>`.
    init(_ listing: [UInt8]) {
        var count = 0
        for entry in NulSeparated(listing) {
            count += 1
            if let (path, objectID) = Self.file(entry) { objectIDs[path] = objectID }
        }
        self.count = count
    }

    private static func file(_ entry: ArraySlice<UInt8>) -> (path: String, objectID: String)? {
        // `H`: neither assume-unchanged (`h`) nor skip-worktree (`S`) nor in conflict (`M`).
        guard let tab = entry.firstIndex(of: UInt8(ascii: "\t")), entry.starts(with: "H 100".utf8) else { return nil }
        let fields = entry[..<tab].split(separator: UInt8(ascii: " "))
        guard fields.count == 4, fields[3].elementsEqual("0".utf8), let path = ASCIIPath.text(entry[(tab + 1)...]) else { return nil }
        return (path, String(decoding: fields[2], as: UTF8.self))
    }
}
