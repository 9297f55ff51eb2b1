/// A value of a YAML document, with the line it begins on.
package struct YAMLNode: Sendable {
    package indirect enum Value: Sendable {
        /// A word, a number, a quoted text; empty where nothing stands behind a key.
        case scalar(String)
        case list([YAMLNode])
        /// In the order of the text; no key twice.
        case mapping([(key: YAMLNode, value: YAMLNode)])
    }

    package let value: Value
    /// Counted from 1; `nil` where the parser doesn't know.
    package let line: Int?

    package init(_ value: Value, line: Int? = nil) {
        self.value = value
        self.line = line
    }

    package var scalar: String? {
        if case .scalar(let text) = value { text } else { nil }
    }

    package var list: [YAMLNode]? {
        if case .list(let nodes) = value { nodes } else { nil }
    }

    package var mapping: [(key: YAMLNode, value: YAMLNode)]? {
        if case .mapping(let pairs) = value { pairs } else { nil }
    }

    /// What stands under a key of a mapping.
    package subscript(_ key: String) -> YAMLNode? {
        mapping?.first { $0.key.scalar == key }?.value
    }
}
