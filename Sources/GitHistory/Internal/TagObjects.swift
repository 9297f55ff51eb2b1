import StageModel

/// The annotated tags that an output of `git cat-file --batch` has, with the time at which each was made.
struct TagObjects {
    /// Those that are not in the repository.
    private(set) var missing: Set<CommitID> = []
    /// Of tags that say it: very old ones don't.
    private(set) var dates: [CommitID: Timestamp] = [:]

    init() {}

    /// - Throws: ``GitError`` with code `failed` where the output is something else.
    init(_ output: GitOutput) throws {
        var rest = output.bytes[...]
        while !rest.isEmpty {
            // `ID TYPE SIZE`, the object, and a line feed; or `ID missing`.
            let header = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest.dropFirst(header.count + 1)
            let words = String(decoding: header, as: UTF8.self).split(separator: " ")
            guard let id = words.first.flatMap({ CommitID($0) }) else { throw Self.malformed(header) }
            if words.count == 2, words[1] == "missing" {
                missing.insert(id)
                continue
            }
            guard words.count == 3, let size = Int(words[2]), size >= 0, size < rest.count else { throw Self.malformed(header) }
            if words[1] == "tag" { dates[id] = Self.date(ofTag: rest.prefix(size)) }
            rest = rest.dropFirst(size + 1)
        }
    }

    private static func malformed(_ header: ArraySlice<UInt8>) -> GitError {
        GitError(.failed, "git answered about a tag with '\(String(decoding: header.prefix(200), as: UTF8.self))', which can't be understood")
    }

    /// From the line `tagger NAME <ADDRESS> SECONDS ZONE` above the first empty line.
    private static func date(ofTag tag: ArraySlice<UInt8>) -> Timestamp? {
        for line in tag.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if line.isEmpty { return nil }
            guard line.starts(with: "tagger ".utf8) else { continue }
            let behindAddress = line.lastIndex(of: UInt8(ascii: ">")).map { line[($0 + 1)...] } ?? line
            guard let seconds = String(decoding: behindAddress, as: UTF8.self).split(separator: " ").first.flatMap({ Int64($0) }) else { return nil }
            let (milliseconds, isTooLarge) = seconds.multipliedReportingOverflow(by: 1000)
            return isTooLarge ? nil : Timestamp(millisecondsSince1970: milliseconds)
        }
        return nil
    }
}
