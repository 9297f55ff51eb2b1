import YAMLText

/// Takes policies out of a YAML file that people write, and says where what can't be stands.
struct PolicyReader {
    /// The file, as messages call it.
    let name: String

    func error(_ node: YAMLNode?, _ message: String) -> RetentionError {
        let place = node?.line.map { "\(name), line \($0): " } ?? "\(name): "
        return RetentionError(.policy, place + message)
    }

    /// Reads a text that holds one document.
    func parse(_ text: String) throws -> YAMLNode? {
        do {
            return try YAMLDocument.parse(text)
        } catch let error {
            let place = error.line.map { "\(name), line \($0): " } ?? "\(name): "
            let problem = error.code == .duplicateKeys ? "the keys that begin here have \(error.message)" : "this is not YAML: \(error.message)"
            throw RetentionError(.policy, place + problem, cause: error)
        }
    }

    /// The entries of a mapping, in the order of the text. A key with nothing behind it has none.
    ///
    /// - Parameter what: The mapping, as messages call it.
    func entries(_ node: YAMLNode, of what: String) throws -> [(key: String, node: YAMLNode, value: YAMLNode)] {
        if node.scalar == "" { return [] }
        guard let pairs = node.mapping else { throw error(node, "\(what) has no keys under it; write 'key: value' lines") }
        return try pairs.map { pair in
            guard let key = pair.key.scalar else { throw error(pair.key, "a key of \(what) is not a word") }
            return (key, pair.key, pair.value)
        }
    }

    /// The values of a mapping that has no other keys than these.
    func values(_ node: YAMLNode, of what: String, keys: [String]) throws -> [String: YAMLNode] {
        var values: [String: YAMLNode] = [:]
        for entry in try entries(node, of: what) {
            guard keys.contains(entry.key) else {
                throw error(entry.node, "'\(entry.key.prefix(160))' is nothing that \(what) has; it may have \(keys.joined(separator: ", "))")
            }
            values[entry.key] = entry.value
        }
        return values
    }

    /// The elements of a list; nothing behind a key is an empty one.
    func list(_ node: YAMLNode, of what: String) throws -> [YAMLNode] {
        if node.scalar == "" { return [] }
        guard let nodes = node.list else { throw error(node, "\(what) is not a list; begin each entry with '- '") }
        return nodes
    }

    func texts(_ node: YAMLNode, of what: String) throws -> [String] {
        try list(node, of: what).map { try text($0, of: "an entry of \(what)") }
    }

    func text(_ node: YAMLNode, of what: String) throws -> String {
        guard let text = node.scalar, !text.isEmpty else { throw error(node, "\(what) is not a text") }
        return text
    }

    /// A whole number.
    func count(_ node: YAMLNode, of what: String) throws -> Int {
        try value(node, of: what, as: "a whole number, such as 10, or off") { $0 == PolicyText.off ? -1 : PolicyText.count($0) }
    }

    /// Seconds.
    ///
    /// - Parameter off: What the word `off` means.
    func seconds(_ node: YAMLNode, of what: String, off: Int64?) throws -> Int64 {
        let form = "a duration with a unit, such as 90s, 30m, 2h or 14d" + (off == nil ? "" : ", or off")
        return try value(node, of: what, as: form) { $0 == PolicyText.off ? off : PolicyText.seconds($0) }
    }

    /// Seconds after which something is deleted; negative: never.
    func secondsOrOff(_ node: YAMLNode, of what: String) throws -> Int64 {
        try value(node, of: what, as: "a duration with a unit, such as 90s, 30m, 2h or 14d, or off", PolicyText.secondsOrOff)
    }

    func bytes(_ node: YAMLNode, of what: String) throws -> Int64 {
        try value(node, of: what, as: "a size, such as 200GiB, or off") { PolicyText.bytesOrOff($0) }
    }

    func share(_ node: YAMLNode, of what: String) throws -> Double {
        try value(node, of: what, as: "a share, such as 50% or 0.5", PolicyText.share)
    }

    func flag(_ node: YAMLNode, of what: String) throws -> Bool {
        try value(node, of: what, as: "true or false", PolicyText.flag)
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ node: YAMLNode, of what: String) throws -> Choice where Choice.RawValue == String {
        let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return try value(node, of: what, as: "one of \(allowed)") { Choice(rawValue: $0) }
    }

    private func value<Value>(_ node: YAMLNode, of what: String, as form: String, _ parse: (String) -> Value?) throws -> Value {
        guard let text = node.scalar else { throw error(node, "\(what) is not a single value; write \(form)") }
        guard let value = parse(text) else {
            throw error(node, "\(what) is \(text.isEmpty ? "empty" : "'\(text.prefix(160))'"); write \(form)")
        }
        return value
    }
}
