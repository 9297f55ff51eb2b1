import YAMLText

extension PolicyReader {
    /// werf's `keepPolicies`.
    func keepPolicies(_ node: YAMLNode) throws -> [KeepPolicy] {
        try list(node, of: "keepPolicies").map { try keepPolicy($0) }
    }

    private func keepPolicy(_ node: YAMLNode) throws -> KeepPolicy {
        let values = try values(node, of: "an entry of keepPolicies", keys: ["references", "imagesPerReference"])
        guard let node = values["references"] else {
            throw error(node, "this entry of keepPolicies has no references; add references: {branch: NAME} or references: {tag: NAME}")
        }
        let references = try self.values(node, of: "references", keys: ["branch", "tag", "limit"])
        let named = [KeepPolicy.Kind.branch, .tag].filter { references[$0.rawValue] != nil }
        guard named.count == 1, let kind = named.first, let pattern = references[kind.rawValue] else {
            throw error(
                node, "references has \(named.isEmpty ? "neither" : "both of") branch \(named.isEmpty ? "nor" : "and") tag; write one of them")
        }
        return KeepPolicy(
            kind: kind, pattern: try self.pattern(pattern, of: kind.rawValue), references: try references["limit"].map { try limit($0, of: "limit") },
            imagesPerReference: try values["imagesPerReference"].map { try limit($0, of: "imagesPerReference") } ?? KeepPolicy.Limit())
    }

    private func pattern(_ node: YAMLNode, of what: String) throws -> String {
        let pattern = try text(node, of: what)
        guard pattern.hasPrefix("/") else { return pattern }
        guard pattern.utf8.count > 2, pattern.hasSuffix("/") else {
            throw error(node, "\(what) is '\(pattern.prefix(160))', which begins like a regular expression; write /REGEX/ with a slash at both ends")
        }
        return pattern
    }

    private func limit(_ node: YAMLNode, of what: String) throws -> KeepPolicy.Limit {
        let values = try values(node, of: what, keys: ["last", "in", "operator"])
        var limit = KeepPolicy.Limit()
        if let node = values["last"] { limit.last = try count(node, of: "\(what).last") }
        if let node = values["in"] { limit.within = try seconds(node, of: "\(what).in", off: nil) }
        if let node = values["operator"] { limit.operator = try choice(node, of: "\(what).operator") }
        return limit
    }
}
