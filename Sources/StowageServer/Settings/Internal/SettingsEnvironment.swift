/// Finds the server's variables in an environment.
struct SettingsEnvironment {
    /// What sets a key, in the order of the names.
    private(set) var entries: [SettingsEntry] = []
    /// About the variables that look like the server's and set nothing. They don't stop a start: an orchestrator may have
    /// set them, as Kubernetes does for a service that is named `stowage-serve`.
    private(set) var warnings: [String] = []

    /// - Throws: ``SettingsError`` with code `malformedValue`; the message has the variable's name.
    init(_ environment: [String: String]) throws(SettingsError) {
        let rows = Dictionary(uniqueKeysWithValues: SettingKeys.all.map { ($0.environmentName, $0) })
        for (name, text) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix(SettingKeys.environmentPrefix) {
            guard let row = rows[name] else {
                warnings.append(Self.warning(about: name, known: rows.keys))
                continue
            }
            let entry = SettingsEntry(key: row.name, text: text, origin: name)
            guard row.accepts(text) else { throw .malformed(row, entry) }
            entries.append(entry)
        }
    }

    private static func warning(about name: String, known: some Sequence<String>) -> String {
        let near = known.map { (name: $0, distance: Self.distance(name, $0)) }.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        let hint = near.flatMap { $0.distance <= 3 ? "; did you mean \($0.name)?" : nil } ?? ""
        return "the environment variable \(name) is not a setting and does nothing\(hint)"
    }

    /// How many letters to insert, remove or replace to get from one word to the other.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right.utf8)
        var row = Array(0...right.count)
        for (i, a) in left.utf8.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let replaced = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
}
