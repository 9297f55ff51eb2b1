import YAMLText

extension PolicyReader {
    /// The keys of a layer, in the order in which messages list them.
    static let layerKeys = [
        "gitTag", "gitCommit", "stagesSignature", "gitBranch", "custom", "stages", "untagged", "builtWithin", "usedWithin", "keep", "keepPatterns",
        "keepPolicies", "classification", "undoWindow", "largestShare", "disable", "disableKeepPolicies", "disableWorkloads",
    ]

    /// Takes one entry of a layer.
    ///
    /// - Throws: ``RetentionError``; also where the key is none of a layer, which the caller has looked at before.
    func take(_ key: String, _ node: YAMLNode, into layer: inout PolicyLayer) throws {
        switch key {
        case "gitTag": layer.gitTag = try strategy(node, of: key)
        case "gitCommit": layer.gitCommit = try strategy(node, of: key)
        case "stagesSignature": layer.stagesSignature = try strategy(node, of: key, keys: ["limit", "expiryDays"])
        case "gitBranch": layer.gitBranch = try strategy(node, of: key, keys: ["deleteGone"])
        case "custom": layer.custom = try list(node, of: key).map { try custom($0) }
        case "classification": layer.classification = try list(node, of: key).map { try classification($0) }
        case "stages":
            let values = try values(node, of: key, keys: ["keepUnneededFor", "budget"])
            layer.stagesKeepUnneededFor = try values["keepUnneededFor"].map { try secondsOrOff($0, of: "stages.keepUnneededFor") }
            layer.budget = try values["budget"].map { try bytes($0, of: "stages.budget") }
        case "untagged":
            let values = try values(node, of: key, keys: ["keepFor"])
            layer.untaggedKeepFor = try values["keepFor"].map { try secondsOrOff($0, of: "untagged.keepFor") }
        case "builtWithin": layer.keepBuiltWithin = try seconds(node, of: key, off: 0)
        case "usedWithin": layer.keepUsedWithin = try seconds(node, of: key, off: 0)
        case "keep": layer.keepList = try texts(node, of: key)
        case "keepPatterns": layer.keepPatterns = try texts(node, of: key)
        case "keepPolicies": layer.keepPolicies = try keepPolicies(node)
        case "undoWindow": layer.undoWindow = try seconds(node, of: key, off: 0)
        case "largestShare": layer.largestShare = try share(node, of: key)
        case "disable": layer.disablesCleanup = try flag(node, of: key)
        case "disableKeepPolicies": layer.disablesKeepPolicies = try flag(node, of: key)
        case "disableWorkloads": layer.disablesWorkloads = try flag(node, of: key)
        default: throw error(node, "'\(key)' is no policy")
        }
    }

    private func strategy(_ node: YAMLNode, of what: String, keys: [String] = ["limit", "expiryDays", "deleteGone"]) throws -> StrategyPolicy {
        let values = try values(node, of: what, keys: keys)
        return StrategyPolicy(
            limit: try values["limit"].map { try count($0, of: "\(what).limit") },
            expiryDays: try values["expiryDays"].map { try count($0, of: "\(what).expiryDays") },
            deleteGone: try values["deleteGone"].map { try flag($0, of: "\(what).deleteGone") })
    }

    private func custom(_ node: YAMLNode) throws -> CustomPolicy {
        let values = try values(node, of: "an entry of custom", keys: ["tags", "limit", "expiryDays"])
        guard let tags = values["tags"] else { throw error(node, "this entry of custom has no tags; add tags: REGEX") }
        return CustomPolicy(
            tags: try text(tags, of: "tags"), limit: try values["limit"].map { try count($0, of: "limit") },
            expiryDays: try values["expiryDays"].map { try count($0, of: "expiryDays") })
    }

    private func classification(_ node: YAMLNode) throws -> ClassificationPattern {
        let values = try values(node, of: "an entry of classification", keys: ["tags", "strategy"])
        guard let tags = values["tags"], let strategy = values["strategy"] else {
            throw error(node, "this entry of classification has no \(values["tags"] == nil ? "tags" : "strategy"); it needs both")
        }
        return ClassificationPattern(tags: try text(tags, of: "tags"), strategy: try choice(strategy, of: "strategy"))
    }
}
