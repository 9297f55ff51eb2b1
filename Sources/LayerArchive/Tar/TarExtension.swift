/// What the extended headers before an entry say about it.
struct TarExtension {
    enum Kind {
        /// PAX, for the next entry.
        case entry
        /// PAX, for all entries that follow.
        case global
        /// GNU's, for the next entry.
        case longPath, longTarget
    }

    private var global = PaxRecords()
    private var local = PaxRecords()
    private var longPath: [UInt8]?
    private var longTarget: [UInt8]?
    private var hasEntry = false
    /// The bytes of what is kept for the next entry.
    private(set) var size = 0

    /// Whether nothing waits for an entry.
    var isEmpty: Bool { !hasEntry }

    /// - Throws: ``LayerArchiveError``.
    mutating func add(_ kind: Kind, _ content: [UInt8]) throws {
        switch kind {
        case .entry:
            for (key, value) in try PaxRecords(parsing: content).values { local[key] = value }
        case .global:
            let records = try PaxRecords(parsing: content)
            // They would give every entry that follows one name or size; no program writes that.
            for key in ["path", "linkpath", "size"] where records[key] != nil {
                throw LayerArchiveError(.unsupported, "the archive has a global header with '\(key)', which would hold for every entry")
            }
            for key in ["mtime", "uid", "gid"] { if let value = records[key] { global[key] = value } }
            return
        case .longPath:
            longPath = Array(content.prefix { $0 != 0 })
        case .longTarget:
            longTarget = Array(content.prefix { $0 != 0 })
        }
        size += content.count
        hasEntry = true
    }

    /// The entry has come; what holds for all stays.
    mutating func forgetEntry() {
        local = PaxRecords()
        (longPath, longTarget, hasEntry, size) = (nil, nil, false, 0)
    }

    var path: [UInt8]? { value("path") ?? longPath }
    var target: [UInt8]? { value("linkpath") ?? longTarget }
    var isSparse: Bool { local.values.keys.contains { $0.hasPrefix("GNU.sparse.") } }

    var modified: FileTime? {
        get throws {
            guard let text = value("mtime") else { return nil }
            guard let time = FileTime(paxValue: text) else { throw Self.damaged("mtime", text) }
            return time
        }
    }

    /// A number that is not negative; nil where there is none.
    func number(_ key: String) throws -> Int64? {
        guard let text = value(key) else { return nil }
        guard let number = PaxRecords.decimal(text[...]) else { throw Self.damaged(key, text) }
        return number
    }

    private func value(_ key: String) -> [UInt8]? {
        let value = local[key] ?? global[key]
        return value?.isEmpty == true ? nil : value
    }

    private static func damaged(_ key: String, _ text: [UInt8]) -> LayerArchiveError {
        LayerArchiveError(.damaged, "the archive is damaged: its extended header says \(key)=\(Shown.text(text))")
    }
}
