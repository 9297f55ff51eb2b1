/// The sources of policies, the one that wins first.
struct PolicySources {
    private let layers: [PolicyLayer]

    init(_ layers: [PolicyLayer]) {
        self.layers = layers
    }

    /// What the first source says that says something.
    func first<Value>(_ value: (PolicyLayer) -> Value?) -> Value? {
        for layer in layers {
            if let value = value(layer) { return value }
        }
        return nil
    }

    /// The same of a number that is off where it is negative.
    func number<Value: SignedInteger>(_ value: (PolicyLayer) -> Value?) -> Value? {
        first(value).flatMap { $0 < 0 ? nil : $0 }
    }

    /// What all of them say, each once, in the order in which it is said.
    func all(_ value: (PolicyLayer) -> [String]) -> [String] {
        var seen: Set<String> = []
        return layers.flatMap(value).filter { seen.insert($0).inserted }
    }

    func strategy(_ strategy: (PolicyLayer) -> StrategyPolicy) -> CleanupPolicies.Strategy {
        let limit = number { strategy($0).limit }
        let expiryDays = number { strategy($0).expiryDays }
        return CleanupPolicies.Strategy(
            limit: limit, expiryDays: expiryDays, deletesGone: first { strategy($0).deleteGone } ?? (limit != nil || expiryDays != nil))
    }
}
