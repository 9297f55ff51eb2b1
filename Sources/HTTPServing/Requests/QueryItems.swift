/// The query of a request, in the order of its items.
///
/// Percent-encoded bytes are decoded; `+` stays what it is, since media types hold it and no value here holds a space.
package struct QueryItems: Sendable {
    private let items: [(name: String, value: String)]

    /// - Parameter path: Of the request, with its query.
    package init(path: String) {
        guard let mark = path.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            self.items = []
            return
        }
        self.items = path[path.index(after: mark)...].split(separator: "&").compactMap { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(parts[0]), let value = PercentCoding.decode(parts.count > 1 ? parts[1] : "") else { return nil }
            return (name, value)
        }
    }

    /// The first value of that name.
    package subscript(name: String) -> String? {
        items.first { $0.name == name }?.value
    }

    package func all(_ name: String) -> [String] {
        items.filter { $0.name == name }.map(\.value)
    }
}
