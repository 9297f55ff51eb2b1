/// What attributes say about files whose bytes git may convert, from an output of `git check-attr --all -z`.
struct FileAttributes {
    /// Paths of files whose bytes go through a filter, or are written in another encoding.
    private(set) var filtered: Set<ArraySlice<UInt8>> = []
    /// Paths of files that have any attribute about line ends.
    private(set) var withLineEnds: Set<ArraySlice<UInt8>> = []

    /// - Parameter listing: Of each attribute that a file has its path, the attribute and the value, each with a zero byte.
    init(listing: [UInt8]) {
        var entries = NulSeparated(listing)
        while let path = entries.next(), let attribute = entries.next(), let value = entries.next() {
            switch String(decoding: attribute, as: UTF8.self) {
            case "filter", "ident", "working-tree-encoding":
                if !value.elementsEqual("unset".utf8) { filtered.insert(path) }
            case "text", "crlf", "eol": withLineEnds.insert(path)
            default: break
            }
        }
    }
}
