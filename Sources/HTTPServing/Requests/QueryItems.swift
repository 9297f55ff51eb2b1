/// The query of a request, in the order of its items.
///
/// Percent-encoded bytes are decoded; `+` stays what it is, since media types hold it and no value here holds a space. A text
/// that can't be decoded stays as it was sent, so that it is refused as the value it would be, and not overlooked.
package struct QueryItems: Sendable {
    private let items: [(name: String, value: String)]

    /// - Parameter path: Of the request, with its query.
    package init(path: String) {
        guard let mark = path.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            self.items = []
            return
        }
        self.items = path[path.index(after: mark)...].split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.text(parts[0]), parts.count > 1 ? Self.text(parts[1]) : "")
        }
    }

    private static func text(_ sent: Substring) -> String {
        PercentCoding.decode(sent) ?? String(sent)
    }

    /// The first value of that name.
    package subscript(name: String) -> String? {
        items.first { $0.name == name }?.value
    }

    package func all(_ name: String) -> [String] {
        items.filter { $0.name == name }.map(\.value)
    }
}
