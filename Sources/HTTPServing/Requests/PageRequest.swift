package import OCIModel

/// Which page of a list a client asks for: `n` items after `last`.
package struct PageRequest: Hashable, Sendable {
    /// Items at most; at most the server's limit.
    package let limit: Int
    /// Strictly after this, which need not exist.
    package let after: String?

    /// - Parameter cursor: The name under which the query says after what.
    /// - Throws: ``OCIError`` with code `paginationInvalid` for an `n` that is negative or not a number.
    package init(_ query: QueryItems, after cursor: String = "last", pageLimit: Int) throws(OCIError) {
        self.after = query[cursor].flatMap { $0.isEmpty ? nil : $0 }
        guard let count = query["n"] else {
            self.limit = pageLimit
            return
        }
        guard !count.isEmpty, count.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw OCIError(.paginationInvalid, "n is '\(count.prefix(40))'; it must be a number of items, zero or more")
        }
        // More digits than a number can hold are as good as the limit.
        self.limit = min(Int(count) ?? pageLimit, pageLimit)
    }

    /// The `Link` to the page after `last` (RFC 8288).
    package func next(path: String, last: String, query: [(String, String)] = []) -> String {
        let items = [("n", String(limit)), ("last", last)] + query
        return "<\(path)?\(items.map { "\($0.0)=\(PercentCoding.encode($0.1))" }.joined(separator: "&"))>; rel=\"next\""
    }
}
