import YAMLText

/// Reads a configuration file into entries. Whether their keys and values are right is checked here too, since only here
/// their lines are known.
struct SettingsFile {
    /// As messages show it.
    let path: String

    /// Reads YAML text: one document, a mapping of the keys of ``SettingKeys`` to scalars, nested by their dots.
    ///
    /// - Throws: ``SettingsError`` with code `malformedFile`, `unknownKey` or `malformedValue`; the message has the line.
    func entries(in text: String) throws(SettingsError) -> [SettingsEntry] {
        guard let root = try self.parse(text) else { return [] }
        switch root.value {
        case .scalar(""): return []
        case .mapping(let pairs):
            var entries: [SettingsEntry] = []
            try self.flatten(pairs, under: "", into: &entries)
            return entries
        default:
            throw SettingsError(.malformedFile, "\(self.line(root)) is not a setting; write 'key: value' lines such as 'listen: 127.0.0.1:5000'")
        }
    }

    private typealias Pairs = [(key: YAMLNode, value: YAMLNode)]

    private func flatten(_ pairs: Pairs, under group: String, into entries: inout [SettingsEntry]) throws(SettingsError) {
        for (keyNode, valueNode) in pairs {
            guard let key = keyNode.scalar else {
                throw SettingsError(.unknownKey, "\(self.line(keyNode)) the key is not a word; \(Self.whatStands(under: group))")
            }
            let name = group.isEmpty ? key : "\(group).\(key)"
            if let row = SettingKeys.row(named: name), !key.contains(".") {
                entries.append(try self.entry(for: row, valueNode, keyLine: self.line(keyNode)))
            } else if SettingKeys.isGroup(name), !key.contains(".") {
                try self.flatten(group: name, valueNode, keyLine: self.line(keyNode), into: &entries)
            } else {
                throw SettingsError(.unknownKey, "\(self.line(keyNode)) '\(name.prefix(160))' is not a setting; \(Self.whatStands(under: group))")
            }
        }
    }

    private func flatten(group: String, _ node: YAMLNode, keyLine: String, into entries: inout [SettingsEntry]) throws(SettingsError) {
        switch node.value {
        case .mapping(let pairs):
            try self.flatten(pairs, under: group, into: &entries)
        case .scalar(""):
            // A group whose entries are all commented out.
            return
        default:
            throw SettingsError(.malformedValue, "\(keyLine) \(group) has no keys under it; \(Self.whatStands(under: group))")
        }
    }

    private func entry(for row: any SettingRow, _ node: YAMLNode, keyLine: String) throws(SettingsError) -> SettingsEntry {
        guard let text = node.scalar else {
            throw SettingsError(.malformedValue, "\(keyLine) \(row.name) is not a single value; write \(row.allowed)")
        }
        let entry = SettingsEntry(key: row.name, text: text, origin: "\(keyLine) \(row.name)")
        guard row.accepts(entry.text) else { throw .malformed(row, entry) }
        return entry
    }

    private func parse(_ text: String) throws(SettingsError) -> YAMLNode? {
        do {
            return try YAMLDocument.parse(text)
        } catch {
            throw self.refusal(error)
        }
    }

    private func refusal(_ error: YAMLError) -> SettingsError {
        if error.code == .duplicateKeys, let line = error.line {
            return SettingsError(.malformedFile, "\(path): the keys that begin at line \(line) have \(error.message)")
        }
        guard let line = error.line else { return SettingsError(.malformedFile, "\(path) is not YAML: \(error.message)") }
        return SettingsError(.malformedFile, "\(path), line \(line): this is not YAML: \(error.message)")
    }

    private static func whatStands(under group: String) -> String {
        let names = SettingKeys.names(under: group).joined(separator: ", ")
        return group.isEmpty ? "the settings are \(names)" : "the settings under '\(group)' are \(names)"
    }

    private func line(_ node: YAMLNode) -> String {
        node.line.map { "\(path), line \($0):" } ?? "\(path):"
    }
}
