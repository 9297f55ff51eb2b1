/// `GET /api/v1/cleanup/policies`: what isn't said is left out. A field that isn't known is refused and not skipped, since a policy
/// that is lost may be one that keeps.
extension PolicyLayer {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case gitTag, gitCommit, stagesSignature, gitBranch, custom, keepPolicies, disablesKeepPolicies, disablesWorkloads, disablesCleanup
        case keepPatterns, keepList, keepBuiltWithin, keepUsedWithin, stagesKeepUnneededFor, untaggedKeepFor, budget, undoWindow, largestShare
        case classification
    }

    package init(from decoder: any Decoder) throws {
        self.init()
        try decoder.refuseFields(except: Set(CodingKeys.allCases.map(\.rawValue)))
        let values = try decoder.container(keyedBy: CodingKeys.self)
        gitTag = try values.decodeIfPresent(StrategyPolicy.self, forKey: .gitTag) ?? StrategyPolicy()
        gitCommit = try values.decodeIfPresent(StrategyPolicy.self, forKey: .gitCommit) ?? StrategyPolicy()
        stagesSignature = try values.decodeIfPresent(StrategyPolicy.self, forKey: .stagesSignature) ?? StrategyPolicy()
        gitBranch = try values.decodeIfPresent(StrategyPolicy.self, forKey: .gitBranch) ?? StrategyPolicy()
        custom = try values.decodeIfPresent([CustomPolicy].self, forKey: .custom)
        keepPolicies = try values.decodeIfPresent([KeepPolicy].self, forKey: .keepPolicies)
        disablesKeepPolicies = try values.decodeIfPresent(Bool.self, forKey: .disablesKeepPolicies)
        disablesWorkloads = try values.decodeIfPresent(Bool.self, forKey: .disablesWorkloads)
        disablesCleanup = try values.decodeIfPresent(Bool.self, forKey: .disablesCleanup)
        keepPatterns = try values.decodeIfPresent([String].self, forKey: .keepPatterns) ?? []
        keepList = try values.decodeIfPresent([String].self, forKey: .keepList) ?? []
        keepBuiltWithin = try values.decodeIfPresent(Int64.self, forKey: .keepBuiltWithin)
        keepUsedWithin = try values.decodeIfPresent(Int64.self, forKey: .keepUsedWithin)
        stagesKeepUnneededFor = try values.decodeIfPresent(Int64.self, forKey: .stagesKeepUnneededFor)
        untaggedKeepFor = try values.decodeIfPresent(Int64.self, forKey: .untaggedKeepFor)
        budget = try values.decodeIfPresent(Int64.self, forKey: .budget)
        undoWindow = try values.decodeIfPresent(Int64.self, forKey: .undoWindow)
        largestShare = try values.decodeIfPresent(Double.self, forKey: .largestShare)
        classification = try values.decodeIfPresent([ClassificationPattern].self, forKey: .classification)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        let strategies: [(CodingKeys, StrategyPolicy)] = [
            (.gitTag, gitTag), (.gitCommit, gitCommit), (.stagesSignature, stagesSignature), (.gitBranch, gitBranch),
        ]
        for (key, policy) in strategies where policy != StrategyPolicy() { try values.encode(policy, forKey: key) }
        try values.encodeIfPresent(custom, forKey: .custom)
        try values.encodeIfPresent(keepPolicies, forKey: .keepPolicies)
        try values.encodeIfPresent(disablesKeepPolicies, forKey: .disablesKeepPolicies)
        try values.encodeIfPresent(disablesWorkloads, forKey: .disablesWorkloads)
        try values.encodeIfPresent(disablesCleanup, forKey: .disablesCleanup)
        if !keepPatterns.isEmpty { try values.encode(keepPatterns, forKey: .keepPatterns) }
        if !keepList.isEmpty { try values.encode(keepList, forKey: .keepList) }
        try values.encodeIfPresent(keepBuiltWithin, forKey: .keepBuiltWithin)
        try values.encodeIfPresent(keepUsedWithin, forKey: .keepUsedWithin)
        try values.encodeIfPresent(stagesKeepUnneededFor, forKey: .stagesKeepUnneededFor)
        try values.encodeIfPresent(untaggedKeepFor, forKey: .untaggedKeepFor)
        try values.encodeIfPresent(budget, forKey: .budget)
        try values.encodeIfPresent(undoWindow, forKey: .undoWindow)
        try values.encodeIfPresent(largestShare, forKey: .largestShare)
        try values.encodeIfPresent(classification, forKey: .classification)
    }
}

extension StrategyPolicy {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case limit, expiryDays, deleteGone
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseFields(except: Set(CodingKeys.allCases.map(\.rawValue)))
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            limit: try values.decodeIfPresent(Int.self, forKey: .limit), expiryDays: try values.decodeIfPresent(Int.self, forKey: .expiryDays),
            deleteGone: try values.decodeIfPresent(Bool.self, forKey: .deleteGone))
    }
}

extension Decoder {
    fileprivate func refuseFields(except known: Set<String>) throws {
        let values = try container(keyedBy: AnyField.self)
        if let field = values.allKeys.first(where: { !known.contains($0.stringValue) }) {
            throw DecodingError.dataCorruptedError(
                forKey: field, in: values, debugDescription: "the policy '\(field.stringValue)' is not known here; use one version on both sides")
        }
    }
}

private struct AnyField: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
