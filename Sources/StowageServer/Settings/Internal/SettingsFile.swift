import Yams

/// Reads a configuration file into entries. Whether their keys and values are right is checked here too, since only here
/// their lines are known.
struct SettingsFile {
    /// As messages show it.
    let path: String

    /// Reads YAML text: one document, a mapping of the keys of ``SettingKeys`` to scalars, nested by their dots.
    ///
    /// - Throws: ``SettingsError`` with code `malformedFile`, `unknownKey` or `malformedValue`; the message has the line.
    func entries(in text: String) throws(SettingsError) -> [SettingsEntry] {
        guard let root = try self.compose(text) else { return [] }
        if case .scalar(let scalar) = root, scalar.string.isEmpty { return [] }
        guard case .mapping(let mapping) = root else {
            throw SettingsError(.malformedFile, "\(self.line(root)) is not a setting; write 'key: value' lines such as 'listen: 127.0.0.1:5000'")
        }
        var entries: [SettingsEntry] = []
        try self.flatten(mapping, under: "", into: &entries)
        return entries
    }

    private func flatten(_ mapping: Node.Mapping, under group: String, into entries: inout [SettingsEntry]) throws(SettingsError) {
        for (keyNode, valueNode) in mapping {
            guard case .scalar(let keyScalar) = keyNode else {
                throw SettingsError(.unknownKey, "\(self.line(keyNode)) the key is not a word; \(Self.whatStands(under: group))")
            }
            let name = group.isEmpty ? keyScalar.string : "\(group).\(keyScalar.string)"
            if let row = SettingKeys.row(named: name), !keyScalar.string.contains(".") {
                entries.append(try self.entry(for: row, valueNode, keyLine: self.line(keyNode)))
            } else if SettingKeys.isGroup(name), !keyScalar.string.contains(".") {
                try self.flatten(group: name, valueNode, keyLine: self.line(keyNode), into: &entries)
            } else {
                throw SettingsError(.unknownKey, "\(self.line(keyNode)) '\(name.prefix(160))' is not a setting; \(Self.whatStands(under: group))")
            }
        }
    }

    private func flatten(group: String, _ node: Node, keyLine: String, into entries: inout [SettingsEntry]) throws(SettingsError) {
        switch node {
        case .mapping(let mapping):
            try self.flatten(mapping, under: group, into: &entries)
        case .scalar(let scalar) where scalar.string.isEmpty:
            // A group whose entries are all commented out.
            return
        default:
            throw SettingsError(.malformedValue, "\(keyLine) \(group) has no keys under it; \(Self.whatStands(under: group))")
        }
    }

    private func entry(for row: any SettingRow, _ node: Node, keyLine: String) throws(SettingsError) -> SettingsEntry {
        guard case .scalar(let scalar) = node else {
            throw SettingsError(.malformedValue, "\(keyLine) \(row.name) is not a single value; write \(row.allowed)")
        }
        let entry = SettingsEntry(key: row.name, text: scalar.string, origin: "\(keyLine) \(row.name)")
        guard row.accepts(entry.text) else { throw .malformed(row, entry) }
        return entry
    }

    private func compose(_ text: String) throws(SettingsError) -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw self.refusal(error)
        } catch {
            throw SettingsError(.malformedFile, "\(path) is not YAML: \(error)")
        }
    }

    private func refusal(_ error: YamlError) -> SettingsError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            SettingsError(.malformedFile, "\(path), line \(mark.line): this is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            SettingsError(
                .malformedFile,
                "\(path): the keys that begin at line \(context.mark.line) have '\(duplicates.sorted().joined(separator: "', '"))' more than once; "
                    + "keep one")
        case .reader(let problem, _, _, _):
            SettingsError(.malformedFile, "\(path) is not YAML: \(problem)")
        default:
            SettingsError(.malformedFile, "\(path) is not YAML")
        }
    }

    private static func whatStands(under group: String) -> String {
        let names = SettingKeys.names(under: group).joined(separator: ", ")
        return group.isEmpty ? "the settings are \(names)" : "the settings under '\(group)' are \(names)"
    }

    private func line(_ node: Node) -> String {
        node.mark.map { "\(path), line \($0.line):" } ?? "\(path):"
    }
}
